import Redline

extension ChatMessage {
    /// Reads a list of messages: as OpenTelemetry's GenAI conventions have them (`role` and
    /// `parts`), or as OpenAI's API does (`role`, `content`, `tool_calls`); a single one as well.
    ///
    /// - Throws: `Unreadable` where it is neither.
    static func list(_ value: TelemetryValue, _ name: String) throws(Unreadable) -> [ChatMessage] {
        let document: JSONDocument
        do throws(JSONParseError) {
            let bytes = value.string.map { Array($0.utf8) } ?? value.jsonBytes
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw Unreadable(reason: "\(name) is no JSON that can be kept: \(error)")
        }
        let root = document.root
        guard root.kind == .array || root.kind == .object else {
            throw Unreadable(reason: "\(name) must be a list of messages")
        }
        var messages: [ChatMessage] = []
        for element in root.kind == .array ? root.elements : [root] {
            guard let message = ChatMessage(element) else {
                throw Unreadable(reason: "\(name) has a message without a known role")
            }
            messages.append(message)
        }
        return messages
    }

    /// Reads one message; `role` is what its place says where it does not.
    init?(_ view: JSONView, role named: Role? = nil) {
        guard view.kind == .object else { return nil }
        guard let role = view["role"]?.string.flatMap({ Role(name: $0) }) ?? named else {
            return nil
        }
        self.init(role: role)
        if let parts = view["parts"], parts.kind == .array {
            read(parts.elements)
        } else if let content = view["content"] {
            switch content.kind {
            case .array where role != .tool: read(content.elements)
            default: read(content, view)
            }
        }
        for call in view["tool_calls"]?.elements ?? [] { read(call: call) }
        if let call = view["function_call"], call.kind == .object { read(call: call) }
    }

    private mutating func read(_ content: JSONView, _ message: JSONView) {
        guard role == .tool else {
            text = content.string ?? (content.kind == .null ? "" : content.text)
            return
        }
        let id = message["tool_call_id"]?.string ?? message["id"]?.string
        if let value = JSONText.of(content) { results.append(Result(id: id, value: value)) }
    }

    private mutating func read(_ parts: [JSONView]) {
        var texts: [String] = []
        var others: [String] = []
        for part in parts {
            let type = part["type"]?.string ?? (part.kind == .string ? "text" : "")
            switch type {
            case "text", "input_text", "output_text", "refusal":
                let value = part["content"] ?? part["text"] ?? part["refusal"] ?? part
                if let text = value.string { texts.append(text) }
            case "tool_call", "function_call", "tool_use": read(call: part)
            case "tool_call_response", "function_call_output", "tool_result":
                let value = part["response"] ?? part["result"] ?? part["output"] ?? part["content"]
                if let value = value.flatMap({ JSONText.of($0) }) {
                    let id = part["id"] ?? part["call_id"] ?? part["tool_use_id"]
                    results.append(Result(id: id?.string, value: value))
                }
            // What a model thinks on its way is no part of its answer.
            case "reasoning", "thinking": break
            default: others.append("[\(part["modality"]?.string ?? type)]")
            }
        }
        // What is no text is only named where a message would be empty without it.
        text = (texts.isEmpty && role == .user ? others : texts).joined(separator: "\n")
    }

    private mutating func read(call view: JSONView) {
        let function = view["function"] ?? view
        guard let name = function["name"]?.string else { return }
        let arguments = function["arguments"] ?? function["input"]
        calls.append(
            Call(
                id: view["id"]?.string ?? view["call_id"]?.string,
                name: name,
                arguments: arguments.flatMap { JSONText.of($0) }
            )
        )
    }
}

/// Why a span or a log record was not taken.
struct Unreadable: Error {
    /// For its sender; never any of its content.
    let reason: String
}
