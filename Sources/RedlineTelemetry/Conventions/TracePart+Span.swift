extension TracePart {
    /// Reads what a span says of a conversation.
    ///
    /// - Throws: `Unreadable`.
    init(_ span: TelemetrySpan, _ kind: Kind) throws(Unreadable) {
        let attributes = span.attributes
        self.init(
            id: span.spanID,
            kind: kind,
            spanID: span.spanID,
            parentID: span.isParentRemote ? nil : span.parentID,
            start: span.start,
            end: max(span.start, span.end)
        )
        threadID = attributes.threadID
        error = Self.error(of: span)
        switch kind {
        case .tool: tool = ToolRun(span)
        case .chat, .agent:
            model = attributes.model
            responseID = attributes.text("gen_ai.response.id")
            finishReason = attributes.finishReason
            tokens = attributes.tokens
            try readMessages(span)
        case .details, .message, .evaluation: break
        }
    }

    /// Takes the messages from wherever the convention has them: the first that has any counts.
    private mutating func readMessages(_ span: TelemetrySpan) throws(Unreadable) {
        let attributes = span.attributes
        var sources = [try EventMessages.lists(attributes)]
        for event in span.events where event.name == EventMessages.details {
            sources.append(try EventMessages.lists(event.attributes))
        }
        sources.append(
            EventMessages.Said(
                input: IndexedMessages.genAI(attributes, "gen_ai.prompt", .user),
                output: IndexedMessages.genAI(attributes, "gen_ai.completion", .assistant),
                finishReason: attributes.text("gen_ai.completion.0.finish_reason")
            )
        )
        sources.append(
            EventMessages.Said(
                input: IndexedMessages.openInference(attributes, "llm.input_messages", .user),
                output: IndexedMessages.openInference(
                    attributes,
                    "llm.output_messages",
                    .assistant
                )
            )
        )
        var events = EventMessages.Said()
        for event in span.events {
            guard let said = try EventMessages.message(event) else { continue }
            events.input += said.input
            events.output += said.output
            events.finishReason = said.finishReason ?? events.finishReason
        }
        sources.append(events)
        sources.append(Self.values(attributes))
        input = sources.first { !$0.input.isEmpty }?.input ?? []
        output = Array((sources.first { !$0.output.isEmpty }?.output ?? []).prefix(1))
        if finishReason == nil { finishReason = sources.compactMap(\.finishReason).first }
    }

    /// OpenInference's `input.value` and `output.value`, where they are plain texts.
    private static func values(_ attributes: TelemetryAttributes) -> EventMessages.Said {
        var said = EventMessages.Said()
        if let text = attributes.plain("input") {
            said.input = [ChatMessage(role: .user, text: text)]
        }
        if let text = attributes.plain("output") {
            said.output = [ChatMessage(role: .assistant, text: text)]
        }
        return said
    }

    private static func error(of span: TelemetrySpan) -> String? {
        let type = span.attributes.text("error.type")
        guard span.hasFailed || type != nil else { return nil }
        if !span.statusMessage.isEmpty { return span.statusMessage }
        let thrown = span.events.first { $0.name == "exception" }?.attributes
        return thrown?.text("exception.message", "exception.type") ?? type ?? "failed"
    }
}

extension TracePart.ToolRun {
    fileprivate init(_ span: TelemetrySpan) {
        let attributes = span.attributes
        self.init(
            name: attributes.text("gen_ai.tool.name", "tool.name", "traceloop.entity.name")
                ?? span.name,
            callID: attributes.text("gen_ai.tool.call.id", "tool_call.id", "tool.id"),
            arguments: JSONText.of(
                attributes["gen_ai.tool.call.arguments"] ?? attributes["tool.parameters"]
                    ?? attributes["input.value"] ?? attributes["traceloop.entity.input"]
            ),
            result: JSONText.of(
                attributes["gen_ai.tool.call.result"] ?? attributes["output.value"]
                    ?? attributes["traceloop.entity.output"]
            )
        )
    }
}

extension TelemetryAttributes {
    /// The value of OpenInference's `input` or `output` where it is a text that people read.
    fileprivate func plain(_ side: String) -> String? {
        guard let text = text("\(side).value") else { return nil }
        switch self.text("\(side).mime_type") {
        case nil: return text.utf8.first.map { "{[".utf8.contains($0) } == true ? nil : text
        case "text/plain"?: return text
        default: return nil
        }
    }
}
