import Redline
import RedlineDigest

extension TracePart {
    /// Reads what a log record says of a conversation; nil where it says nothing.
    ///
    /// - Throws: `Unreadable`.
    static func of(_ log: TelemetryEvent) throws(Unreadable) -> TracePart? {
        var part: TracePart
        switch log.name {
        case EventMessages.details:
            part = TracePart(log, .details)
            let said = try EventMessages.lists(log.attributes)
            part.input = said.input
            part.output = Array(said.output.prefix(1))
            part.error = log.attributes.text("error.type")
        case EventMessages.evaluation:
            part = TracePart(log, .evaluation)
            part.evaluation = evaluation(log.attributes)
        default:
            guard let said = try EventMessages.message(log) else { return nil }
            part = TracePart(log, .message)
            part.input = said.input
            part.output = said.output
            if part.finishReason == nil { part.finishReason = said.finishReason }
        }
        return part
    }

    private init(_ log: TelemetryEvent, _ kind: Kind) {
        // A record has no id of its own: it is known by what it says, and when.
        let content = log.body == .none ? TelemetryValue.object(log.sorted) : log.body
        let digest = SHA256Digest.of(Array("\(log.time) ".utf8) + content.jsonBytes)
        self.init(
            id: "\(log.spanID) \(log.name) \(SHA256Digest.hexadecimal(Array(digest.prefix(8))))",
            kind: kind,
            spanID: log.spanID,
            start: log.time,
            end: log.time
        )
        threadID = log.attributes.threadID
        model = log.attributes.model
        responseID = log.attributes.text("gen_ai.response.id")
        finishReason = log.attributes.finishReason
        tokens = log.attributes.tokens
    }

    private static func evaluation(_ attributes: TelemetryAttributes) -> String {
        var json = JSONWriter()
        json.beginObject()
        for (name, member) in [
            ("gen_ai.evaluation.name", "name"),
            ("gen_ai.evaluation.score.label", "label"),
            ("gen_ai.evaluation.explanation", "explanation"),
        ] {
            guard let text = attributes.text(name) else { continue }
            json.name(member)
            json.string(text)
        }
        if let score = attributes["gen_ai.evaluation.score.value"]?.double {
            json.name("score")
            json.number(score)
        }
        json.endObject()
        return json.text
    }
}

extension TelemetryEvent {
    /// The attributes, always in the same order.
    fileprivate var sorted: [(name: String, value: TelemetryValue)] {
        attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
