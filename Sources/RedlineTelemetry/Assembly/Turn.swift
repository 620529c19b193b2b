import Redline
import RedlineDigest

/// One turn of a conversation: what a user said, what was done to answer, and the answer.
struct Turn: Sendable {
    /// A call of a tool, with all that is known of it.
    struct Call: Sendable {
        var id: String?
        var name: String
        /// JSON.
        var arguments: String?
        /// JSON.
        var result: String?
        var error: String?
        /// In nanoseconds.
        var duration: Int64?
    }

    var traceID: String
    var userMessage: String
    /// How many turns of the trace began with the same words before.
    var repetition: Int
    var response: String
    var calls: [Call]
    var threadID: String
    var model: String?
    var finishReason: String?
    var tokens: Int?
    /// In nanoseconds since 1970.
    var start: Int64
    var end: Int64
    var error: String?
    /// In JSON.
    var evaluations: [String] = []

    /// Whether a call waits for its result, which another trace may bring.
    var isUnfinished: Bool {
        response.isEmpty
            && calls.contains { $0.result == nil && $0.error == nil && $0.duration == nil }
    }

    /// By what the turn is known: the same from whatever is known of it.
    var interactionID: String {
        let words = "\(traceID) \(repetition) \(userMessage)"
        let digest = SHA256Digest.of(Array(words.utf8)).prefix(8)
        return "otel-\(traceID)-\(SHA256Digest.hexadecimal(Array(digest)))"
    }

    /// The turn as an interaction's record.
    func record(of owner: Owner) -> [UInt8] {
        var text = InteractionText(
            id: interactionID,
            timestamp: Timestamp(microseconds: start / 1_000),
            owner: owner.name,
            threadID: threadID,
            userMessage: userMessage,
            assistantResponse: response
        )
        text.calls = calls.map(\.text)
        text.add("model", model)
        text.add("tokens_used", tokens.map(Double.init))
        text.add("latency_ms", json: "\(milliseconds(end - start))")
        text.add("source", "opentelemetry")
        text.add("finish_reason", finishReason)
        text.add("error", error)
        text.add("trace_id", traceID)
        if !evaluations.isEmpty {
            text.add("evaluations", json: "[\(evaluations.joined(separator: ","))]")
        }
        return text.bytes
    }
}

extension Turn.Call {
    fileprivate var text: InteractionText.Call {
        InteractionText.Call(
            name: name,
            arguments: arguments ?? "{}",
            result: result,
            error: error,
            milliseconds: duration.map(milliseconds),
            isKnown: result != nil || duration != nil
        )
    }
}

private func milliseconds(_ nanoseconds: Int64) -> Double {
    Double(max(nanoseconds, 0)) / 1_000_000
}
