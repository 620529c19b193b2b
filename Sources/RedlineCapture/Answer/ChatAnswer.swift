import Redline

/// A model's answer, as far as it came.
struct ChatAnswer: Sendable {
    var id: String?
    var model: String?
    var text = ""
    var calls: [CapturedCall] = []
    var finishReason: String?
    var tokens: Int?
    var inputTokens: Int?
    var outputTokens: Int?
    var error: CapturedError?
    /// Whether something of it is missing because it was too long.
    var isCutShort = false

    /// Whether there is anything of an answer.
    var isEmpty: Bool { text.isEmpty && calls.isEmpty && finishReason == nil }

    mutating func takeHead(_ root: JSONView) {
        if let id = root["id"]?.string, !id.isEmpty { self.id = id }
        if let model = root["model"]?.string, !model.isEmpty { self.model = model }
        if let usage = root["usage"], usage.kind == .object {
            inputTokens = usage["prompt_tokens"]?.integer
            outputTokens = usage["completion_tokens"]?.integer
            tokens = usage["total_tokens"]?.integer
            if tokens == nil, let inputTokens, let outputTokens {
                tokens = inputTokens + outputTokens
            }
        }
        if let reported = root["error"], reported.kind == .object || reported.kind == .string {
            error = CapturedError(
                type: reported["type"]?.string,
                code: reported["code"].flatMap { $0.string ?? ($0.kind == .null ? nil : $0.text) },
                message: reported["message"]?.string ?? reported.string
            )
        }
    }

    /// Takes a whole answer.
    mutating func takeBody(_ root: JSONView) {
        takeHead(root)
        guard let choice = Self.first(root["choices"]) else { return }
        finishReason = choice["finish_reason"]?.string
        guard let message = choice["message"] else { return }
        let read = ChatMessage(message)
        text = read.text
        calls = read.calls
    }

    static func first(_ choices: JSONView?) -> JSONView? {
        let all = choices?.elements ?? []
        return all.first { $0["index"]?.integer ?? 0 == 0 }
    }
}
