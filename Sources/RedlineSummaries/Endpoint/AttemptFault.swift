/// Why one request to an endpoint did not give an answer.
struct AttemptFault: Error, Equatable {
    /// The reason.
    let fault: EndpointFault
    /// Whether the same request may do better a little later.
    var isPassing = false
    /// How long the endpoint wants to be left alone.
    var retryAfter: Duration?
    /// What of the request the endpoint does not know.
    var refused: ChatFeature?

    /// Whether it says that the endpoint is down, and not that it did not like the request.
    var isOfEndpoint: Bool {
        switch fault {
        case .unreachable, .timedOut: true
        case .failed: true
        default: false
        }
    }
}

/// What OpenAI's protocol has and not every endpoint knows.
enum ChatFeature: Sendable {
    /// Answers by a JSON schema.
    case schema
    /// Answers that are JSON.
    case json
    /// The tokens at the end of a stream.
    case streamUsage
}
