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
        var json = JSONWriter()
        json.beginObject()
        json.text("interaction_id", interactionID)
        json.text("timestamp", "\(Timestamp(microseconds: start / 1_000))")
        json.text("user_id", owner.name)
        json.text("thread_id", threadID)
        json.text("user_message", userMessage)
        json.text("assistant_response", response)
        json.name("tool_calls")
        json.beginArray()
        for call in calls { write(call, to: &json) }
        json.endArray()
        json.name("metadata")
        json.beginObject()
        json.text("model", model)
        if let tokens {
            json.name("tokens_used")
            json.integer(tokens)
        }
        json.name("latency_ms")
        json.milliseconds(end - start)
        json.text("source", "opentelemetry")
        json.text("finish_reason", finishReason)
        json.text("error", error)
        json.text("trace_id", traceID)
        if !evaluations.isEmpty {
            json.name("evaluations")
            json.beginArray()
            for evaluation in evaluations { json.raw(evaluation) }
            json.endArray()
        }
        json.endObject()
        json.endObject()
        return json.bytes
    }

    private func write(_ call: Call, to json: inout JSONWriter) {
        json.beginObject()
        json.text("tool_name", call.name)
        json.name("arguments")
        json.raw(call.arguments ?? "{}")
        if let result = call.result {
            json.name("result")
            json.raw(result)
        }
        let isKnown = call.error != nil || call.result != nil || call.duration != nil
        json.text("status", call.error != nil ? "error" : isKnown ? "success" : "unknown")
        json.text("error", call.error)
        if let duration = call.duration {
            json.name("duration_ms")
            json.milliseconds(duration)
        }
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func text(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    fileprivate mutating func milliseconds(_ nanoseconds: Int64) {
        number(Double(max(nanoseconds, 0)) / 1_000_000)
    }
}
