import RedlineTelemetry

extension PrometheusText {
    /// What became of spans, log records and the turns that were made of them.
    mutating func write(_ counts: TelemetryCounts.Snapshot) {
        begin(
            "redline_telemetry_items_total",
            "counter",
            "Spans and log records by what became of them."
        )
        for (outcome, count) in counts.items.sorted(by: { $0.key < $1.key }) {
            sample("redline_telemetry_items_total", [("outcome", outcome)], Double(count))
        }
        begin(
            "redline_telemetry_turns_total",
            "counter",
            "Turns of conversations that were put together, by what became of them."
        )
        for (outcome, count) in counts.turns.sorted(by: { $0.key < $1.key }) {
            sample("redline_telemetry_turns_total", [("outcome", outcome)], Double(count))
        }
        begin(
            "redline_telemetry_empty_traces_total",
            "counter",
            "Traces that ended without a turn that could be recorded."
        )
        sample("redline_telemetry_empty_traces_total", [], Double(counts.empty))
        begin(
            "redline_telemetry_reread_parts_total",
            "counter",
            "Waiting spans and log records that were read because more of their trace came."
        )
        sample("redline_telemetry_reread_parts_total", [], Double(counts.reread))
        gauge(
            "redline_telemetry_waiting_parts",
            "Spans and log records that wait for the rest of their trace.",
            Double(counts.waiting)
        )
        gauge(
            "redline_telemetry_waiting_bytes",
            "What they take in the database, about.",
            Double(counts.waitingBytes)
        )
    }
}
