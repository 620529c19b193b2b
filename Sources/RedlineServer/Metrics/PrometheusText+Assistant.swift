import RedlineTools

extension PrometheusText {
    /// What the assistant and the router did.
    mutating func write(_ counts: AssistantCounts.Snapshot) {
        begin("redline_assistant_turns_total", "counter", "Messages to answer, by their end.")
        for outcome in ["answered", "failed", "cut", "refused"] {
            sample(
                "redline_assistant_turns_total",
                [("outcome", outcome)],
                Double(counts.turns[outcome] ?? 0)
            )
        }
        begin(
            "redline_assistant_not_recorded_total",
            "counter",
            "Turns that could not be recorded."
        )
        sample("redline_assistant_not_recorded_total", [], Double(counts.notRecorded))
        gauge(
            "redline_assistant_turns_in_flight",
            "Messages that are being answered.",
            Double(counts.underWay)
        )
        begin("redline_tool_calls_total", "counter", "Calls of registered tools.")
        for (call, count) in counts.calls.sorted(by: {
            ($0.key.tool, $0.key.outcome) < ($1.key.tool, $1.key.outcome)
        }) {
            sample(
                "redline_tool_calls_total",
                [("tool", call.tool), ("outcome", call.outcome)],
                Double(count)
            )
        }
    }
}
