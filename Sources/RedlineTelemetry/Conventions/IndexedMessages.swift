/// Messages that conventions spread over attributes with a number in their names.
enum IndexedMessages {
    /// Yesterday's GenAI names: `gen_ai.prompt.0.role`, `gen_ai.completion.0.tool_calls.0.name`.
    static func genAI(
        _ attributes: TelemetryAttributes,
        _ prefix: String,
        _ role: ChatMessage.Role
    ) -> [ChatMessage] {
        list(attributes, prefix) { member, name in
            let at = "\(name).tool_calls"
            let calls = numbered(attributes, at).compactMap { call -> ChatMessage.Call? in
                guard let tool = attributes.text("\(call).name", "\(call).function.name") else {
                    return nil
                }
                return ChatMessage.Call(
                    id: attributes.text("\(call).id"),
                    name: tool,
                    arguments: JSONText.of(
                        attributes["\(call).arguments"] ?? attributes["\(call).function.arguments"]
                    )
                )
            }
            return message(
                role: attributes.text("\(name).role").flatMap { ChatMessage.Role(name: $0) }
                    ?? role,
                content: attributes["\(name).content"],
                calls: calls,
                callID: attributes.text("\(name).tool_call_id")
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
        list(attributes, prefix) { member, at in
            let name = "\(at).message"
            let calls = numbered(attributes, "\(name).tool_calls").compactMap { call in
                attributes.text("\(call).tool_call.function.name").map { tool in
                    ChatMessage.Call(
                        id: attributes.text("\(call).tool_call.id"),
                        name: tool,
                        arguments: JSONText.of(attributes["\(call).tool_call.function.arguments"])
                    )
                }
            }
            var content = attributes["\(name).content"]
            if content?.string?.isEmpty ?? true {
                let texts = numbered(attributes, "\(name).contents").compactMap { part in
                    attributes.text("\(part).message_content.text")
                }
                if !texts.isEmpty { content = .string(texts.joined(separator: "\n")) }
            }
            return message(
                role: attributes.text("\(name).role").flatMap { ChatMessage.Role(name: $0) }
                    ?? role,
                content: content,
                calls: calls,
                callID: attributes.text("\(name).tool_call_id")
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

    private static func list(
        _ attributes: TelemetryAttributes,
        _ prefix: String,
        _ read: (Int, String) -> ChatMessage
    ) -> [ChatMessage] {
        numbered(attributes, prefix).enumerated().map { read($0.offset, $0.element) }
    }

    /// The names `prefix.0`, `prefix.1` and so on under which there are attributes, in their order.
    private static func numbered(_ attributes: TelemetryAttributes, _ prefix: String) -> [String] {
        let start = prefix + "."
        var found: Set<Int> = []
        for name in attributes.keys where name.hasPrefix(start) {
            if let number = Int(name.dropFirst(start.count).prefix { $0 != "." }) {
                found.insert(number)
            }
        }
        return found.sorted().map { "\(start)\($0)" }
    }
}
