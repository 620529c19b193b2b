import Redline

/// What people and models said, in the forms in which programs keep it.
enum ChatText {
    /// A call of a tool that a message tells of.
    struct Call {
        var id: String?
        var name: String
        /// JSON.
        var arguments: String
        /// JSON; nil where nobody told.
        var result: String?
    }

    private static let inputNames = [
        "input", "question", "query", "prompt", "user_message", "message", "text", "content",
    ]
    private static let outputNames = [
        "output", "answer", "response", "completion", "assistant_response", "message", "text",
        "content", "result",
    ]

    /// What the user asked: the last user message of a conversation, or a text.
    static func user(_ value: JSONView) -> String {
        let value = value.decoded
        let messages = messages(of: value)
        if !messages.isEmpty {
            let last = messages.last { ["user", "human"].contains($0.text("role", "type") ?? "") }
            return last.map(content) ?? messages.last.map(content) ?? ""
        }
        return plain(value, inputNames)
    }

    /// What the assistant answered: an answer of an API, the last assistant message, or a text.
    static func assistant(_ value: JSONView) -> String {
        let value = value.decoded
        if let message = answer(value) { return content(message) }
        let messages = messages(of: value)
        if !messages.isEmpty {
            let last = messages.last {
                ["assistant", "ai", "model"].contains($0.text("role", "type") ?? "")
            }
            return last.map(content) ?? ""
        }
        return plain(value, outputNames)
    }

    /// The calls of tools since the user last said something, and those of the answer.
    static func calls(input: JSONView?, output: JSONView?) -> [Call] {
        var calls: [Call] = []
        let history = input.map { messages(of: $0.decoded) } ?? []
        let last = history.lastIndex { $0.text("role", "type") == "user" }
        for message in history[(last.map { $0 + 1 } ?? 0)...] {
            calls += asked(by: message)
            let id = message.text("tool_call_id", "call_id")
            let isResult =
                message.text("role") == "tool" || message.text("type") == "function_call_output"
            guard isResult, let value = message.first("content", "output"),
                let place = calls.firstIndex(where: {
                    $0.result == nil && (id == nil || $0.id == id)
                })
            else { continue }
            calls[place].result = json(value)
        }
        guard let output = output?.decoded else { return calls }
        if let message = answer(output) {
            calls += asked(by: message)
        } else {
            for message in messages(of: output) { calls += asked(by: message) }
        }
        return calls
    }

    /// A value as JSON: a text that is JSON itself is taken for that.
    static func json(_ value: JSONView) -> String { value.decoded.text }

    /// The messages of a conversation; none where the value is no conversation.
    static func messages(of value: JSONView) -> [JSONView] {
        if value.kind == .object {
            guard let inner = value.first("messages", "input"), inner.kind == .array else {
                return value["role"] != nil && value["content"] != nil ? [value] : []
            }
            return messages(of: inner)
        }
        // Some put lists into a list, for a batch of one.
        if value.count == 1, let only = value.elements.first, only.kind == .array {
            return messages(of: only)
        }
        let isConversation = value.elements.contains { $0["role"] != nil || $0["type"] != nil }
        return isConversation ? value.elements : []
    }

    /// The message of an answer of a chat API.
    private static func answer(_ value: JSONView) -> JSONView? {
        if let message = value["choices"]?.elements.first?.first("message", "delta") {
            return message
        }
        if value.kind == .object, value.text("role") == "assistant" { return value }
        return nil
    }

    private static func asked(by message: JSONView) -> [Call] {
        if message.text("type") == "function_call" { return [call(message)].compactMap(\.self) }
        return message["tool_calls"]?.elements.compactMap(call) ?? []
    }

    private static func call(_ view: JSONView) -> Call? {
        let function = view["function"] ?? view
        guard let name = function.text("name") else { return nil }
        return Call(
            id: view.text("call_id", "id"),
            name: name,
            arguments: function.first("arguments", "args", "input").map(json) ?? "{}"
        )
    }

    /// The text of a message: a string, or the texts of its parts.
    private static func content(_ message: JSONView) -> String {
        guard let content = message.first("content", "text") else { return "" }
        if let text = content.string { return text }
        let texts = content.elements.compactMap { $0.string ?? $0.text("text", "content") }
        return texts.joined(separator: "\n")
    }

    private static func plain(_ value: JSONView, _ names: [String]) -> String {
        if let text = value.string { return text }
        guard value.kind == .object else { return value.kind == .null ? "" : value.text }
        for name in names {
            if let text = value[name]?.string { return text }
        }
        return value.count == 0 ? "" : value.text
    }
}

extension InteractionText.Call {
    /// A call that messages tell of.
    init(_ call: ChatText.Call) {
        self.init(
            name: call.name,
            arguments: call.arguments,
            result: call.result,
            isKnown: call.result != nil
        )
    }
}
