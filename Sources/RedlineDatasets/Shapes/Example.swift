import Redline

/// What can be learned from one thing that was recorded, apart from any shape.
struct Example: Sendable {
    /// Where an example comes from.
    struct Origin: Sendable, Equatable {
        let source: DatasetSource
        let owner: String
        /// The workflow's or the interaction's id.
        let recordID: String
        var revision: Int?
        var field: String?
    }

    let origin: Origin
    /// What the AI was asked; empty where `chosen` is a whole conversation.
    let prompt: [ChatMessage]
    /// What a person approved.
    let chosen: [ChatMessage]?
    /// What the AI gave, where a person changed it.
    let rejected: [ChatMessage]?
    /// Whether a person confirmed what the AI gave, as it was.
    var isUntouched = false
    /// Whether nothing but the way of writing was changed.
    var isFormatOnly = false
    /// What is wrong with an interaction: `failed`, `repeated`.
    var marks: [String] = []

    init(
        _ origin: Origin,
        prompt: [ChatMessage],
        chosen: [ChatMessage]?,
        rejected: [ChatMessage]?
    ) {
        self.origin = origin
        self.prompt = prompt
        self.chosen = chosen
        self.rejected = rejected
    }

    /// Whether both sides say the same.
    var isEqualPair: Bool {
        guard let chosen, let rejected else { return false }
        return chosen.map(\.content).elementsEqual(rejected.map(\.content)) { a, b in
            ExactText(a) == ExactText(b)
        } && chosen.map(\.toolCalls) == rejected.map(\.toolCalls)
    }

    /// By what it is compared with others.
    var similarity: Similarity {
        Similarity(
            prompt: Self.texts(prompt),
            // A side that is not there is not the same as one that says nothing.
            answer: Self.texts(chosen ?? []) + [chosen == nil ? "rejected alone" : ""]
                + Self.texts(rejected ?? [])
        )
    }

    private static func texts(_ messages: [ChatMessage]) -> [String] {
        messages.flatMap { message in
            [message.content] + message.toolCalls.flatMap { [$0.name, $0.arguments] }
        }
    }
}
