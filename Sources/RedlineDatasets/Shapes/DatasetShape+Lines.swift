import Redline

extension DatasetShape {
    /// The lines of an example in this shape, without their ends; none where it does not fit.
    func lines(of example: Example) -> [[UInt8]] {
        switch self {
        case .pairs: []
        case .sft: example.chosen.map { [Self.sft(example.prompt + $0)] } ?? []
        case .openaiSFT:
            example.chosen.map { [Self.openAI(conversation: example.prompt + $0)] } ?? []
        case .dpo:
            Self.both(example).map { chosen, rejected in
                [Self.preference(example.prompt, chosen: chosen, rejected: rejected)]
            } ?? []
        case .openaiDPO:
            Self.both(example).map { chosen, rejected in
                [Self.openAI(example.prompt, preferred: chosen, other: rejected)]
            } ?? []
        case .kto:
            [(example.chosen, true), (example.rejected, false)].compactMap { completion, label in
                completion.map { Self.unpaired(example.prompt, $0, label: label) }
            }
        case .evals: Self.eval(example).map { [$0] } ?? []
        }
    }

    private static func both(_ example: Example) -> ([ChatMessage], [ChatMessage])? {
        guard let chosen = example.chosen, let rejected = example.rejected else { return nil }
        return (chosen, rejected)
    }

    private static func sft(_ messages: [ChatMessage]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("messages")
        json.trl(messages)
        json.tools(of: messages)
        json.endObject()
        return json.bytes
    }

    private static func preference(
        _ prompt: [ChatMessage],
        chosen: [ChatMessage],
        rejected: [ChatMessage]
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("prompt")
        json.trl(prompt)
        json.name("chosen")
        json.trl(chosen)
        json.name("rejected")
        json.trl(rejected)
        json.tools(of: prompt + chosen + rejected)
        json.endObject()
        return json.bytes
    }

    private static func unpaired(
        _ prompt: [ChatMessage],
        _ completion: [ChatMessage],
        label: Bool
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("prompt")
        json.trl(prompt)
        json.name("completion")
        json.trl(completion)
        json.name("label")
        json.boolean(label)
        json.tools(of: prompt + completion)
        json.endObject()
        return json.bytes
    }

    private static func openAI(conversation messages: [ChatMessage]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("messages")
        json.openAI(messages, isWeighted: true)
        json.tools(of: messages)
        json.endObject()
        return json.bytes
    }

    private static func openAI(
        _ prompt: [ChatMessage],
        preferred: [ChatMessage],
        other: [ChatMessage]
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("input")
        json.beginObject()
        json.name("messages")
        json.openAI(prompt)
        json.tools(of: prompt)
        json.endObject()
        json.name("preferred_output")
        json.openAI(preferred)
        json.name("non_preferred_output")
        json.openAI(other)
        json.endObject()
        return json.bytes
    }

    /// The prompt and the one answer that is right, which must say something; a whole conversation ends with that.
    private static func eval(_ example: Example) -> [UInt8]? {
        var messages = example.prompt + (example.chosen ?? [])
        guard example.chosen != nil, let last = messages.popLast(), last.role == .assistant,
            last.toolCalls.isEmpty, !last.content.isEmpty, !messages.isEmpty
        else { return nil }
        var json = JSONWriter()
        json.beginObject()
        json.name("input")
        json.openAI(messages)
        json.name("ideal")
        json.string(last.content)
        json.endObject()
        return json.bytes
    }
}
