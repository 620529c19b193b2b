import Redline

/// Messages that come as events: of a span, or as log records of their own.
enum EventMessages {
    /// What one event says.
    struct Said {
        var input: [ChatMessage] = []
        var output: [ChatMessage] = []
        var finishReason: String?
    }

    /// The event that holds all of a call's messages.
    static let details = "gen_ai.client.inference.operation.details"
    /// The event that holds what somebody thinks of an answer.
    static let evaluation = "gen_ai.evaluation.result"

    /// Reads the attributes that hold whole lists of messages, on a span or on its event.
    ///
    /// - Throws: `Unreadable`.
    static func lists(_ attributes: TelemetryAttributes) throws(Unreadable) -> Said {
        var said = Said()
        let input = "gen_ai.input.messages"
        let output = "gen_ai.output.messages"
        if let value = attributes[input], value != .none {
            said.input = try ChatMessage.list(value, input)
        }
        if let value = attributes[output], value != .none {
            said.output = try ChatMessage.list(value, output)
        }
        return said
    }

    /// Reads an event with one message; nil where it is no such event.
    ///
    /// - Throws: `Unreadable`.
    static func message(_ event: TelemetryEvent) throws(Unreadable) -> Said? {
        switch event.name {
        case "gen_ai.system.message": return try input(event, .system)
        case "gen_ai.user.message": return try input(event, .user)
        case "gen_ai.assistant.message": return try input(event, .assistant)
        case "gen_ai.tool.message": return try input(event, .tool)
        case "gen_ai.choice": return try choice(event)
        case "gen_ai.content.prompt": return try content(event, "gen_ai.prompt", isInput: true)
        case "gen_ai.content.completion":
            return try content(event, "gen_ai.completion", isInput: false)
        default: return nil
        }
    }

    private static func input(
        _ event: TelemetryEvent,
        _ role: ChatMessage.Role
    ) throws(Unreadable) -> Said {
        guard let body = try body(event), let message = ChatMessage(body, role: role) else {
            return Said()
        }
        return Said(input: [message])
    }

    private static func choice(_ event: TelemetryEvent) throws(Unreadable) -> Said {
        guard let body = try body(event) else { return Said() }
        // Another choice than the first is one that nobody was answered with.
        guard (body["index"]?.integer ?? 0) == 0 else { return Said() }
        let message = ChatMessage(body["message"] ?? body, role: .assistant)
        return Said(
            output: message.map { [$0] } ?? [],
            finishReason: body["finish_reason"]?.string
        )
    }

    private static func content(
        _ event: TelemetryEvent,
        _ name: String,
        isInput: Bool
    ) throws(Unreadable) -> Said {
        guard let value = event.attributes[name], value != .none else { return Said() }
        let messages = try ChatMessage.list(value, name)
        return isInput ? Said(input: messages) : Said(output: messages)
    }

    /// What the event says: its body, or on a span's event the attribute that holds it.
    private static func body(_ event: TelemetryEvent) throws(Unreadable) -> JSONView? {
        var value = event.body
        if value == .none { value = event.attributes["gen_ai.event.content"] ?? .none }
        if value == .none {
            let members = event.attributes.filter { $0.key != "event.name" }
            value = .object(members.map { ($0.key, $0.value) })
        }
        do throws(JSONParseError) {
            let bytes = value.string.map { Array($0.utf8) } ?? value.jsonBytes
            return try JSONDocument(parsing: bytes).root
        } catch {
            throw Unreadable(reason: "\(event.name) is no JSON that can be kept: \(error)")
        }
    }
}
