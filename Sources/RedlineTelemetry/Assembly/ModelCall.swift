/// A call of a model with its messages, from its span and from the log records that belong to it.
struct ModelCall: Sendable {
    var part: TracePart
    /// Whether all of its messages are known to be there.
    var isWhole: Bool

    /// Where in its input the last words of the user are.
    let lastUser: Int?

    /// The calls among the parts, in the order in which they began.
    static func all(of parts: [TracePart]) -> [ModelCall] {
        var records: [String: [TracePart]] = [:]
        var spans: [TracePart] = []
        for part in parts {
            switch part.kind {
            case .chat: spans.append(part)
            case .details, .message: records[part.spanID, default: []].append(part)
            case .agent, .tool, .evaluation: break
            }
        }
        var calls: [ModelCall] = []
        for span in spans {
            let own = records.removeValue(forKey: span.spanID) ?? []
            calls.append(ModelCall(span, own))
        }
        // Where the span itself is never sent, its log records stand for it.
        for (_, own) in records {
            guard var first = own.min(by: { ($0.start, $0.id) < ($1.start, $1.id) }) else {
                continue
            }
            first.kind = .chat
            first.end = own.map(\.end).max() ?? first.end
            first.input = []
            first.output = []
            var call = ModelCall(first, own)
            call.isWhole = false
            calls.append(call)
        }
        return calls.sorted { ($0.part.start, $0.part.spanID) < ($1.part.start, $1.part.spanID) }
    }

    private init(_ span: TracePart, _ records: [TracePart]) {
        var part = span
        var isWhole = !part.input.isEmpty && !part.output.isEmpty
        // All messages of a call in one record come before those that have one each.
        let sorted = records.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
        for kind in [TracePart.Kind.details, .message] {
            let own = sorted.filter { $0.kind == kind }
            guard !own.isEmpty else { continue }
            if part.input.isEmpty { part.input = own.flatMap(\.input) }
            if part.output.isEmpty { part.output = Array(own.flatMap(\.output).prefix(1)) }
            if kind == .details { isWhole = !part.input.isEmpty && !part.output.isEmpty }
            for record in own {
                part.model = part.model ?? record.model
                part.tokens = part.tokens ?? record.tokens
                part.threadID = part.threadID ?? record.threadID
                part.responseID = part.responseID ?? record.responseID
                part.finishReason = part.finishReason ?? record.finishReason
                part.error = part.error ?? record.error
            }
        }
        self.part = part
        self.isWhole = isWhole
        lastUser = part.input.lastIndex { $0.role == .user && !$0.text.isEmpty }
    }

    /// The last words of the user before it.
    var userMessage: String { lastUser.map { part.input[$0].text } ?? "" }

    /// How many times the user had said the same before.
    var repetition: Int {
        guard let lastUser else { return 0 }
        let words = part.input[lastUser].text
        return part.input[..<lastUser].count { $0.role == .user && $0.text == words }
    }

    /// What has been said and done since those words.
    var since: ArraySlice<ChatMessage> {
        lastUser.map { part.input[($0 + 1)...] } ?? part.input[...]
    }

    /// How many answers of the model there have been since those words.
    var earlierAnswers: Int { since.count { $0.role == .assistant } }

    /// What it answered.
    var answer: ChatMessage? { part.output.first { !$0.isEmpty } }

    /// What it answered, in words.
    var text: String { answer?.text ?? "" }

    /// Whether that was the end of the turn, rather than a call of a tool.
    var isFinal: Bool { !text.isEmpty && answer?.calls.isEmpty == true }
}
