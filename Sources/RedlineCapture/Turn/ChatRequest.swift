import Redline
import RedlineDigest

/// What a chat request says: the conversation so far, and the user's turn in it.
///
/// The history of a turn's last request holds all calls and results of the turn, so little has to be
/// kept of the requests before it.
struct ChatRequest: Sendable {
    var model: String?
    /// The member `user`: for whom the caller speaks.
    var user: String?
    /// `metadata.thread_id`.
    var threadID: String?
    var isStream = false
    var choices: Int?
    /// The system and developer messages.
    var instructions: String?
    /// The last message of the user.
    var userMessage = ""
    /// The number of messages of the user up to it.
    var userMessages = 0
    /// What the assistant wrote since.
    var texts: [String] = []
    /// The tool calls since, with their results as far as there are any.
    var calls: [CapturedCall] = []
    /// All results of tools, by the ids of their calls.
    var results: [String: String] = [:]
    /// The first message of the user, and what the assistant answered first.
    var opening: (user: String, reply: String?) = ("", nil)

    /// A request of which nothing could be read.
    init() {}

    init(_ root: JSONView) {
        model = root["model"]?.string
        user = root["user"]?.string
        threadID = root["metadata"]?["thread_id"]?.string
        isStream = root["stream"]?.boolean ?? false
        choices = root["n"]?.integer.flatMap { $0 > 1 ? $0 : nil }
        for message in root["messages"]?.elements ?? [] { take(ChatMessage(message)) }
    }

    private mutating func take(_ message: ChatMessage) {
        switch message.role {
        case "system", "developer":
            instructions = instructions.map { "\($0)\n\(message.text)" } ?? message.text
        case "user":
            userMessage = message.text
            userMessages += 1
            (texts, calls) = ([], [])
            if userMessages == 1 { opening.user = message.text }
        case "assistant":
            if !message.text.isEmpty { texts.append(message.text) }
            calls += message.calls
            if opening.reply == nil, userMessages > 0 { opening.reply = message.fingerprint }
        case "tool", "function":
            results[message.callID] = message.text
            // Ids may repeat within a turn; a result is that of the first call that waits for one.
            let place = calls.firstIndex { $0.id == message.callID && $0.result == nil }
            if let place { calls[place].result = message.text }
        default: break
        }
    }

    /// By what the requests of one turn know each other.
    var turn: String { Self.digest(["turn", userMessage, "\(userMessages)"]) }

    /// The thread of a conversation that has none: its first message with the first answer to it,
    /// which all later requests hold.
    func derivedThread(of owner: Owner, answeredBy reply: String) -> String {
        "chat_" + Self.digest([owner.name, opening.user, opening.reply ?? reply])
    }

    static func digest(_ parts: [String]) -> String {
        var bytes: [UInt8] = []
        for part in parts {
            // Lengths keep parts apart whatever they hold.
            bytes += Array("\(part.utf8.count):".utf8) + Array(part.utf8)
        }
        return SHA256Digest.hexadecimal(Array(SHA256Digest.of(bytes).prefix(16)))
    }
}

/// One message of a chat.
struct ChatMessage: Sendable {
    let role: String
    let text: String
    let calls: [CapturedCall]
    /// Of a tool's result, the call that it belongs to.
    let callID: String

    init(_ message: JSONView) {
        role = message["role"]?.string ?? ""
        let content = Self.text(of: message["content"])
        text = content.isEmpty ? message["refusal"]?.string ?? "" : content
        callID = message["tool_call_id"]?.string ?? message["name"]?.string ?? ""
        calls = Self.calls(of: message)
    }

    /// The same for the message as the model gave it and as the caller gives it back.
    var fingerprint: String { Self.fingerprint(text, calls) }

    static func fingerprint(_ text: String, _ calls: [CapturedCall]) -> String {
        ChatRequest.digest([text] + calls.flatMap { [$0.tool, $0.arguments] })
    }

    static func calls(of message: JSONView) -> [CapturedCall] {
        var calls = (message["tool_calls"]?.elements ?? []).map { call in
            let function = call["function"] ?? call["custom"]
            return CapturedCall(
                id: call["id"]?.string ?? "",
                tool: function?["name"]?.string ?? "",
                arguments: (function?["arguments"] ?? function?["input"])
                    .map { $0.string ?? $0.text } ?? ""
            )
        }
        // As it was before there were several at once: its result names the function.
        if let function = message["function_call"], let name = function["name"]?.string {
            calls.append(
                CapturedCall(id: name, tool: name, arguments: function["arguments"]?.string ?? "")
            )
        }
        return calls
    }

    /// The text of a content: a string, or parts, of which those that are no text leave their type.
    static func text(of content: JSONView?) -> String {
        guard let content else { return "" }
        if let text = content.string { return text }
        return content.elements.compactMap { part in
            if let text = part["text"]?.string ?? part["refusal"]?.string { return text }
            return part["type"]?.string.map { "[\($0)]" }
        }.joined(separator: "\n")
    }
}
