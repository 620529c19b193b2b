extension [String: TelemetryValue] {
    /// A text with something in it.
    func text(_ name: String) -> String? {
        guard let text = self[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    /// The first of these that is a text with something in it.
    func text(_ names: String...) -> String? {
        for name in names {
            if let text = text(name) { return text }
        }
        return nil
    }

    /// The first of these that is a whole number.
    func number(_ names: String...) -> Int? {
        for name in names {
            if let number = self[name]?.integer, number >= 0 { return number }
        }
        return nil
    }

    /// Whether there is an attribute whose name begins so.
    func hasName(beginningWith prefix: String) -> Bool {
        keys.contains { $0.hasPrefix(prefix) }
    }

    /// The tokens of a call, in the names of all conventions; those of the cache and of thinking are
    /// parts of these, and are not added.
    var tokens: Int? {
        let input = number(
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.token_count.prompt",
            "llm.usage.prompt_tokens"
        )
        let output = number(
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.token_count.completion",
            "llm.usage.completion_tokens"
        )
        guard input == nil, output == nil else {
            let (sum, isTooMany) = (input ?? 0).addingReportingOverflow(output ?? 0)
            return isTooMany ? nil : sum
        }
        return number("llm.token_count.total", "llm.usage.total_tokens")
    }

    /// The model that answered, or else the one that was asked.
    var model: String? {
        text("gen_ai.response.model", "gen_ai.request.model", "llm.model_name")
    }

    /// The conversation that it belongs to.
    var threadID: String? {
        text(
            "gen_ai.conversation.id",
            "session.id",
            "traceloop.association.properties.session_id"
        )
    }

    /// Whose it is.
    var ownerName: String? {
        text("enduser.id", "user.id", "traceloop.association.properties.user_id")
    }

    /// Why the model stopped.
    var finishReason: String? {
        if let reason = text("gen_ai.response.finish_reason", "llm.finish_reason") {
            return reason
        }
        switch self["gen_ai.response.finish_reasons"] {
        case .array(let reasons)?: return reasons.first?.string
        case .string(let reason)?: return reason
        default: return nil
        }
    }
}
