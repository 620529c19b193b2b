/// Why the AI's endpoint did not give a summary.
///
/// It never holds anything of the document, the answer, the URL or the key.
public enum EndpointFault: Error, Sendable, Equatable {
    /// No endpoint is configured.
    case notConfigured
    /// The endpoint failed so often that it is left alone for a while.
    case circuitOpen
    /// So many summaries are being made or wait that this one was not asked for.
    case busy
    /// It could not be reached, or broke off before it had answered.
    case unreachable
    /// It did not answer in time.
    case timedOut
    /// It has too much to do (429), and waiting would take longer than there is time.
    case rateLimited
    /// It refused the request, with that status.
    case refused(status: Int)
    /// It failed, with that status.
    case failed(status: Int)
    /// Its answer was larger than answers may be.
    case answerTooLarge
    /// It ended its answer before the summary was complete.
    case answerCut
    /// The model declined to summarise the document.
    case declined
    /// Its answer was not what the protocol or the schema says, a second time too.
    case badAnswer
    /// Whoever asked is gone.
    case cancelled

    /// The reason as records name it.
    public var code: String {
        switch self {
        case .notConfigured: "not_configured"
        case .circuitOpen: "circuit_open"
        case .busy: "busy"
        case .unreachable: "unreachable"
        case .timedOut: "timed_out"
        case .rateLimited: "rate_limited"
        case .refused(let status): "refused_\(status)"
        case .failed(let status): "failed_\(status)"
        case .answerTooLarge: "answer_too_large"
        case .answerCut: "answer_cut"
        case .declined: "declined"
        case .badAnswer: "bad_answer"
        case .cancelled: "cancelled"
        }
    }
}
