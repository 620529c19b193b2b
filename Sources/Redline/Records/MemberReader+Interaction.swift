extension MemberReader {
    mutating func interaction(
        _ document: JSONDocument,
        _ context: RecordContext
    ) -> Interaction? {
        let owner = owner("user_id", context)
        if owner == nil, value("user_id") == nil {
            fault("user_id", "is required: a record belongs to an owner")
        }
        let interactionID = identifier("interaction_id")
        let timestamp = timestamp("timestamp")
        let threadID = identifier("thread_id")
        let message = requiredString("user_message")
        let calls = toolCalls()
        // Calls at fault are calls all the same.
        let response = response(hasCalls: value("tool_calls")?.elements.isEmpty == false)
        // Metadata is the client's own: what does not fit the reports is kept and not read.
        let metadata = object("metadata").interactionMetadata()
        guard let owner, let message, response.isValid else { return nil }
        return Interaction(
            owner: owner,
            interactionID: interactionID,
            timestamp: timestamp,
            threadID: threadID,
            userMessage: message,
            assistantResponse: response.text,
            toolCalls: calls,
            metadata: metadata,
            document: document
        )
    }

    /// An id of the client's: 1 to 200 characters, none of them control characters.
    private mutating func identifier(_ name: String) -> String? {
        guard let text = string(name) else { return nil }
        let isFit = text.unicodeScalars.allSatisfy { scalar in
            // The control characters (category Cc) of Unicode, which no version changes.
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        }
        guard !text.isEmpty, text.unicodeScalars.count <= 200, isFit else {
            fault(name, "must be 1 to 200 characters without control characters")
            return nil
        }
        return text
    }

    private mutating func response(hasCalls: Bool) -> (isValid: Bool, text: JSONView?) {
        let name = "assistant_response"
        if hasCalls, value(name) == nil { return (true, nil) }
        guard let text = required(name) else { return (false, nil) }
        guard text.kind == .string else {
            fault(name, "must be a string")
            return (false, nil)
        }
        guard hasCalls || !text.withStringBytes(\.isEmpty) else {
            fault(name, "may be empty only where there are tool calls")
            return (false, nil)
        }
        return (true, text)
    }

    private mutating func toolCalls() -> [ToolCall] {
        guard let list = value("tool_calls") else { return [] }
        guard list.kind == .array else {
            fault("tool_calls", "must be an array")
            return []
        }
        var calls: [ToolCall] = []
        for (position, element) in list.elements.enumerated() {
            let place = "\(pointer)/tool_calls/\(position)"
            guard element.kind == .object else {
                append(RecordFault(place, "must be an object"))
                continue
            }
            var reader = MemberReader(element, at: place)
            let tool = reader.requiredString("tool_name")
            let status = reader.requiredString("status")
            let duration = reader.number("duration_ms", in: 0...1e15)
            let error = reader.value("error").map { $0.string ?? $0.text }
            absorb(reader)
            guard let tool, let status else { continue }
            calls.append(
                ToolCall(tool: tool, status: status, error: error, durationMilliseconds: duration)
            )
        }
        return calls
    }

    private func interactionMetadata() -> InteractionMetadata {
        let tokens = value("tokens_used")?.integer
        let latency = value("latency_ms")?.double
        return InteractionMetadata(
            model: value("model")?.string,
            source: value("source")?.string,
            assistantID: value("assistant_id")?.string,
            tokensUsed: tokens.flatMap { $0 >= 0 ? $0 : nil },
            latencyMilliseconds: latency.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        )
    }
}
