/// Messages that conventions spread over attributes with a number in their names.
enum IndexedMessages {
    /// Yesterday's GenAI names: `gen_ai.prompt.0.role`, `gen_ai.completion.0.tool_calls.0.name`.
    static func genAI(
        _ attributes: TelemetryAttributes,
        _ prefix: String,
        _ role: ChatMessage.Role
    ) -> [ChatMessage] {
        attributes.numbered(prefix).map { own in
            let calls = own.numbered("tool_calls").compactMap { call -> ChatMessage.Call? in
                guard let tool = call.text("name", "function.name") else { return nil }
                return ChatMessage.Call(
                    id: call.text("id"),
                    name: tool,
                    arguments: JSONText.of(call["arguments"] ?? call["function.arguments"])
                )
            }
            return message(
                role: own.text("role").flatMap { ChatMessage.Role(name: $0) } ?? role,
                content: own["content"],
                calls: calls,
                callID: own.text("tool_call_id")
            )
        }
    }

    /// OpenInference's names: `llm.input_messages.0.message.role`,
    /// `llm.output_messages.0.message.tool_calls.0.tool_call.function.name`.
    static func openInference(
        _ attributes: TelemetryAttributes,
        _ prefix: String,
        _ role: ChatMessage.Role
    ) -> [ChatMessage] {
        attributes.numbered(prefix).map { own in
            let calls = own.numbered("message.tool_calls").compactMap { call in
                call.text("tool_call.function.name").map { tool in
                    ChatMessage.Call(
                        id: call.text("tool_call.id"),
                        name: tool,
                        arguments: JSONText.of(call["tool_call.function.arguments"])
                    )
                }
            }
            var content = own["message.content"]
            if content?.string?.isEmpty ?? true {
                let texts = own.numbered("message.contents").compactMap { part in
                    part.text("message_content.text")
                }
                if !texts.isEmpty { content = .string(texts.joined(separator: "\n")) }
            }
            return message(
                role: own.text("message.role").flatMap { ChatMessage.Role(name: $0) } ?? role,
                content: content,
                calls: calls,
                callID: own.text("message.tool_call_id")
            )
        }
    }

    private static func message(
        role: ChatMessage.Role,
        content: TelemetryValue?,
        calls: [ChatMessage.Call],
        callID: String?
    ) -> ChatMessage {
        var message = ChatMessage(role: role, calls: calls)
        if role == .tool {
            if let value = JSONText.of(content) {
                message.results = [ChatMessage.Result(id: callID, value: value)]
            }
        } else if let content, content != .none {
            message.text = content.string ?? String(decoding: content.jsonBytes, as: UTF8.self)
        }
        return message
    }
}

extension TelemetryAttributes {
    /// The attributes whose names begin with `prefix.0.`, `prefix.1.` and so on, by what follows, in
    /// the order of the numbers.
    ///
    /// One look at each name: a conversation with many messages has a few attributes for each.
    fileprivate func numbered(_ prefix: String) -> [TelemetryAttributes] {
        var found: [Int: TelemetryAttributes] = [:]
        for (name, value) in self {
            guard let (number, rest) = name.numbered(prefix) else { continue }
            found[number, default: [:]][rest] = value
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension String {
    /// The number after a prefix and a dot, and what follows it after another one.
    fileprivate func numbered(_ prefix: String) -> (number: Int, rest: String)? {
        guard utf8.starts(with: prefix.utf8) else { return nil }
        let rest = utf8.dropFirst(prefix.utf8.count)
        guard rest.first == UInt8(ascii: ".") else { return nil }
        let place = rest.dropFirst()
        let dot = place.firstIndex(of: UInt8(ascii: ".")) ?? place.endIndex
        guard let number = Int(Substring(place[..<dot])) else { return nil }
        return (number, String(Substring(place[dot...].dropFirst())))
    }
}
