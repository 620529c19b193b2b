import Redline

/// What a model answered.
struct ChatAnswer: Sendable, Equatable {
    /// The answer's text.
    var content = ""
    /// The model that answered, by its own account.
    var model: String?
    /// The prompt's tokens, where the endpoint counts them.
    var tokensIn: Int?
    /// The answer's tokens.
    var tokensOut: Int?
    /// Why the model stopped; nil where the endpoint does not say.
    var finishReason: String?
    /// Whether the model said that it would not answer.
    var isRefusal: Bool { !refusal.isEmpty }
    /// What it said instead.
    var refusal = ""
    /// The tools that the model calls.
    var calls: [ChatToolCall] = []

    /// Reads an answer that came as a whole.
    ///
    /// - Throws: `AttemptFault` where it is not what the protocol says.
    init(parsing bytes: [UInt8]) throws(AttemptFault) {
        guard let root = Self.parsed(bytes), root.kind == .object else {
            throw AttemptFault(fault: .badAnswer, isPassing: true)
        }
        if let fault = ReportedError(root)?.attemptFault(status: 500) { throw fault }
        guard let choice = root["choices"]?.elements.first, let message = choice["message"] else {
            throw AttemptFault(fault: .badAnswer, isPassing: true)
        }
        noteOrigin(root)
        content = Self.text(message["content"])
        refusal = message["refusal"]?.string ?? ""
        calls = ChatToolCall.calls(of: message)
        finishReason = choice["finish_reason"]?.string
    }

    /// An answer that has yet to come.
    init() {}

    /// Parses what an endpoint sent, within limits that no endpoint's answer can hurt.
    static func parsed(_ bytes: [UInt8]) -> JSONView? {
        guard let document = try? JSONDocument(parsing: bytes) else { return nil }
        return document.root
    }

    /// Takes the model and the tokens from an answer or a part of one.
    mutating func noteOrigin(_ root: JSONView) {
        if let name = root["model"]?.string.map({ ShownValue.oneLine($0) }), !name.isEmpty {
            model = String(String.UnicodeScalarView(name.unicodeScalars.prefix(200)))
        }
        guard let usage = root["usage"], usage.kind == .object else { return }
        tokensIn = Self.count(usage["prompt_tokens"]) ?? tokensIn
        tokensOut = Self.count(usage["completion_tokens"]) ?? tokensOut
    }

    /// The text of a message: a string, or the texts of its parts.
    static func text(_ content: JSONView?) -> String {
        guard let content else { return "" }
        if let string = content.string { return string }
        return content.elements.compactMap { $0["text"]?.string }.joined()
    }

    private static func count(_ value: JSONView?) -> Int? {
        guard let count = value?.integer, (0...1_000_000_000).contains(count) else { return nil }
        return count
    }
}
