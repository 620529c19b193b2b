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
