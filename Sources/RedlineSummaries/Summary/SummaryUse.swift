/// What making a summary took.
public struct SummaryUse: Sendable, Equatable {
    /// The tokens of all prompts together; nil where the endpoint did not say, or was not asked.
    public var tokensIn: Int?
    /// The tokens of all answers together; nil as above.
    public var tokensOut: Int?
    /// The requests that were sent to the endpoint.
    public var attempts: Int
    /// How many of them asked for a better answer than the one before.
    public var repairs: Int
    /// How long it all took.
    public var duration: Duration

    /// Creates what a summary took.
    public init(
        tokensIn: Int? = nil,
        tokensOut: Int? = nil,
        attempts: Int = 0,
        repairs: Int = 0,
        duration: Duration = .zero
    ) {
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.attempts = attempts
        self.repairs = repairs
        self.duration = duration
    }

    /// The tokens of prompts and answers.
    public var tokensUsed: Int? {
        guard tokensIn != nil || tokensOut != nil else { return nil }
        return (tokensIn ?? 0) + (tokensOut ?? 0)
    }

    /// How long it took, in milliseconds, to the microsecond.
    public var milliseconds: Double {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        return Double(microseconds) / 1_000
    }
}
