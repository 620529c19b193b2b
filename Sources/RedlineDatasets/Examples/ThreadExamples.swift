import Redline
import RedlineRedaction

/// Makes examples of threads of interactions.
struct ThreadExamples: Sendable {
    let shape: DatasetShape

    /// The exchanges before a message that an example has as its context.
    static let contextExchanges = 20

    /// The examples that the shape has a use for.
    ///
    /// An exchange is marked where a tool call failed, or where the user said the same again. A thread
    /// that has lost what was sent to tools would teach calls without arguments: it gives none.
    func examples(of thread: RecordedThread, _ redactor: inout Redactor) -> [Example] {
        guard !thread.exchanges.contains(where: \.hasLostContent) else { return [] }
        var exchanges: [(messages: [ChatMessage], marks: [String])] = []
        for (place, exchange) in thread.exchanges.enumerated() {
            var marks: [String] = []
            if exchange.hasFailed { marks.append("failed") }
            let next = place + 1
            if next < thread.exchanges.count, thread.exchanges[next].repeatsPrevious {
                marks.append("repeated")
            }
            let messages = messages(of: exchange, place, isMarked: !marks.isEmpty, &redactor)
            exchanges.append((messages, marks))
        }
        return switch shape {
        case .pairs: []
        case .sft, .openaiSFT, .evals: conversation(thread, exchanges)
        case .kto: answers(thread, exchanges)
        case .dpo, .openaiDPO: repetitions(thread, exchanges)
        }
    }

    /// The whole thread, up to the assistant's last word.
    private func conversation(
        _ thread: RecordedThread,
        _ exchanges: [(messages: [ChatMessage], marks: [String])]
    ) -> [Example] {
        var messages = exchanges.flatMap(\.messages)
        while let last = messages.last,
            last.role != .assistant || (shape == .evals && !last.toolCalls.isEmpty)
        {
            messages.removeLast()
        }
        guard messages.contains(where: { $0.role == .user }), let first = thread.exchanges.first
        else { return [] }
        var example = Example(
            origin(thread, first),
            prompt: [],
            chosen: messages,
            rejected: nil
        )
        for mark in exchanges.flatMap(\.marks) where !example.marks.contains(mark) {
            example.marks.append(mark)
        }
        // The one answer that an evaluation takes as right must not be marked.
        if shape == .evals, messages.last?.isMarked == true { return [] }
        return [example]
    }

    /// Each answer by itself: a marked one is not wanted, the others are.
    private func answers(
        _ thread: RecordedThread,
        _ exchanges: [(messages: [ChatMessage], marks: [String])]
    ) -> [Example] {
        exchanges.indices.compactMap { place in
            let completion = Array(exchanges[place].messages.dropFirst())
            guard !completion.isEmpty else { return nil }
            let marks = exchanges[place].marks
            var example = Example(
                origin(thread, thread.exchanges[place]),
                prompt: prompt(exchanges.map(\.messages), to: place),
                chosen: marks.isEmpty ? completion : nil,
                rejected: marks.isEmpty ? nil : completion
            )
            example.marks = marks
            return example
        }
    }

    /// Where a user repeated a message, and then was content: the second answer is the better one.
    private func repetitions(
        _ thread: RecordedThread,
        _ exchanges: [(messages: [ChatMessage], marks: [String])]
    ) -> [Example] {
        exchanges.indices.dropFirst().compactMap { place in
            guard thread.exchanges[place].repeatsPrevious, exchanges[place].marks.isEmpty else {
                return nil
            }
            let better = thread.exchanges[place].assistantResponse
            let worse = thread.exchanges[place - 1].assistantResponse
            guard !better.isEmpty, !worse.isEmpty, let chosen = exchanges[place].messages.last,
                let rejected = exchanges[place - 1].messages.last
            else { return nil }
            var example = Example(
                origin(thread, thread.exchanges[place]),
                prompt: prompt(exchanges.map(\.messages), to: place - 1),
                chosen: [chosen],
                rejected: [rejected]
            )
            example.marks = exchanges[place - 1].marks
            return example
        }
    }

    /// What was said up to a user's message, as far back as the context goes.
    private func prompt(_ exchanges: [[ChatMessage]], to place: Int) -> [ChatMessage] {
        let first = max(0, place - Self.contextExchanges)
        return exchanges[first..<place].flatMap { $0 } + exchanges[place].prefix(1)
    }

    private func messages(
        of exchange: RecordedThread.Exchange,
        _ exchangePlace: Int,
        isMarked: Bool,
        _ redactor: inout Redactor
    ) -> [ChatMessage] {
        var messages = [
            ChatMessage(role: .user, content: redactor.redact(exchange.userMessage))
        ]
        let calls = exchange.toolCalls?.root.elements ?? []
        let asked = calls.enumerated().map { place, call in
            Self.call(call, id: "call_\(exchangePlace + 1)_\(place + 1)", &redactor)
        }
        if !asked.isEmpty {
            messages.append(ChatMessage(role: .assistant, content: "", toolCalls: asked))
            for (call, record) in zip(asked, calls) {
                messages.append(
                    ChatMessage(
                        role: .tool,
                        content: Self.result(of: record, &redactor),
                        answers: call
                    )
                )
            }
        }
        if !exchange.assistantResponse.isEmpty {
            let answer = redactor.redact(exchange.assistantResponse)
            messages.append(ChatMessage(role: .assistant, content: answer))
        }
        for place in messages.indices where messages[place].role == .assistant {
            messages[place].isMarked = isMarked
        }
        return messages
    }

    private static func call(
        _ call: JSONView,
        id: String,
        _ redactor: inout Redactor
    ) -> ChatMessage.ToolCall {
        let arguments = call["arguments"]
        let isObject = arguments?.kind == .object
        let json = arguments.flatMap { value in
            isObject ? redactor.redact(value) : nil
        }
        var names: [String] = []
        for (name, _) in arguments?.members ?? [] { names.append(redactor.redact(name)) }
        return ChatMessage.ToolCall(
            id: id,
            name: redactor.redact(call["tool_name"]?.string ?? ""),
            arguments: json.map { String(decoding: $0, as: UTF8.self) } ?? "{}",
            argumentNames: names
        )
    }

    /// What a tool answered: its result, or else its error.
    private static func result(of call: JSONView, _ redactor: inout Redactor) -> String {
        for name in ["result", "error"] {
            guard let value = call[name], value.kind != .null else { continue }
            if let text = value.string { return redactor.redact(text) }
            return String(decoding: redactor.redact(value), as: UTF8.self)
        }
        return ""
    }

    private func origin(
        _ thread: RecordedThread,
        _ exchange: RecordedThread.Exchange
    ) -> Example.Origin {
        Example.Origin(
            source: .interactions,
            owner: thread.owner,
            recordID: exchange.interactionID
        )
    }
}
