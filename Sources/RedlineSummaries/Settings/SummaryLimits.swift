/// What asking an endpoint for a summary may take at most.
public struct SummaryLimits: Sendable, Equatable {
    /// How long a summary may take with all its attempts and pauses (`REDLINE_AI_TIMEOUT`).
    public var total = Duration.seconds(60)
    /// How long a single request may take.
    public var attempt = Duration.seconds(30)
    /// How long a connection may take to come about.
    public var connect = Duration.seconds(5)
    /// How often a request is sent where the endpoint fails (`REDLINE_AI_ATTEMPTS`).
    public var attempts = 4
    /// How many requests are under way at once (`REDLINE_AI_CONCURRENCY`).
    public var concurrency = 4
    /// How many further ones wait; beyond, the built-in summariser answers.
    public var waiting = 64
    /// The bytes of an answer.
    public var answerBytes = 1024 * 1024
    /// The bytes of the document in a prompt; a larger one is cut.
    public var documentBytes = 64 * 1024

    /// The standard limits.
    public init() {}
}
