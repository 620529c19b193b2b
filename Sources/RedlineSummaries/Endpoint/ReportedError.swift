import Redline

/// An error as an endpoint reports it in the body of an answer.
///
/// Its text may repeat what was sent, so that it is searched and never shown.
struct ReportedError {
    private let code: String
    private let text: String
    private let status: Int?

    /// Reads `{"error": {"message", "type", "code", "param"}}`, or `{"error": "..."}`; nil where there
    /// is no error.
    init?(_ root: JSONView) {
        guard let error = root["error"], error.kind != .null else { return nil }
        code = (error["code"]?.string ?? error["type"]?.string ?? "").lowercased()
        let parts = [error.string, error["message"]?.string, error["param"]?.string]
        text = parts.compactMap { $0?.lowercased() }.joined(separator: " ")
        status = error["code"]?.integer ?? error["status"]?.integer
    }

    /// No error that could be read.
    init() {
        code = ""
        text = ""
        status = nil
    }

    /// The fault of an answer with this error and that status.
    func attemptFault(status answered: Int, retryAfter: Duration? = nil) -> AttemptFault {
        let status = status.flatMap { (400...599).contains($0) ? $0 : nil } ?? answered
        switch status {
        case 429:
            // Money that is used up does not come back within a minute.
            let isSpent = code.contains("insufficient_quota") || code.contains("billing")
            return AttemptFault(
                fault: .rateLimited,
                isPassing: !isSpent,
                retryAfter: retryAfter
            )
        case 400, 415, 422:
            return AttemptFault(fault: .refused(status: status), refused: refusedFeature)
        case 408, 425:
            return AttemptFault(
                fault: .failed(status: status),
                isPassing: true,
                retryAfter: retryAfter
            )
        case 500...599:
            let isPassing = status != 501 && status != 505
            return AttemptFault(
                fault: .failed(status: status),
                isPassing: isPassing,
                retryAfter: retryAfter
            )
        default:
            return AttemptFault(fault: .refused(status: status))
        }
    }

    private var refusedFeature: ChatFeature? {
        if text.contains("stream_options") || text.contains("include_usage") { return .streamUsage }
        if text.contains("json_object") { return .json }
        guard text.contains("response_format") || text.contains("json_schema") else { return nil }
        return .schema
    }
}
