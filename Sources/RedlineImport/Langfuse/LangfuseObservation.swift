import Redline

/// An observation of Langfuse: a call of a model, the run of a tool, or a step around them.
struct LangfuseObservation {
    let value: JSONView
    let id: String
    let parentID: String?
    /// `GENERATION`, `TOOL`, `SPAN` and others.
    let type: String
    let start: Timestamp?
    let end: Timestamp?

    init(_ value: JSONView) {
        self.value = value
        id = value.text("id") ?? ""
        parentID = value.text("parentObservationId", "parent_observation_id")
        type = value.text("type")?.uppercased() ?? "SPAN"
        start = value.time("startTime", "start_time")
        end = value.time("endTime", "end_time")
    }

    /// The model that answered.
    var model: String? {
        value.text("providedModelName", "provided_model_name", "model", "modelId")
    }

    /// Input and output together.
    var tokens: Double? {
        for name in ["usageDetails", "usage_details", "usage"] {
            guard let usage = value[name]?.decoded, usage.kind == .object else { continue }
            if let total = usage.number("total", "totalTokens", "total_tokens") { return total }
            let input = usage.number("input", "promptTokens", "prompt_tokens")
            let output = usage.number("output", "completionTokens", "completion_tokens")
            if input != nil || output != nil { return (input ?? 0) + (output ?? 0) }
        }
        return value.number("totalTokens", "total_tokens", "totalUsage", "total_usage")
    }

    /// What went wrong; nil where nothing did.
    var error: String? {
        guard value.text("level") == "ERROR" else { return nil }
        return value.text("statusMessage", "status_message") ?? "failed"
    }

    /// The run of a tool.
    var call: InteractionText.Call {
        InteractionText.Call(
            name: value.text("name") ?? "tool",
            arguments: value.first("input").map(ChatText.json) ?? "{}",
            result: value.first("output").map(ChatText.json),
            error: error,
            milliseconds: start.flatMap { start in
                end.map { Double($0.microseconds - start.microseconds) / 1_000 }
            },
            isKnown: true
        )
    }
}
