import RedlineCapture

extension CaptureCounts.Snapshot {
    func write(to text: inout PrometheusText) {
        text.begin("redline_proxy_requests_total", "counter", "Requests passed on, by their end.")
        for outcome in CaptureCounts.Outcome.allCases {
            text.sample(
                "redline_proxy_requests_total",
                [("outcome", outcome.rawValue)],
                Double(requests[outcome] ?? 0)
            )
        }
        text.begin("redline_proxy_recorded_total", "counter", "Turns that were recorded.")
        text.sample("redline_proxy_recorded_total", [], Double(recorded))
        text.begin(
            "redline_proxy_not_recorded_total",
            "counter",
            "Requests passed on, and turns, that could not be recorded."
        )
        text.sample("redline_proxy_not_recorded_total", [], Double(lost))
        text.gauge(
            "redline_proxy_requests_in_flight",
            "Requests that are on their way to the upstream and back.",
            Double(underWay)
        )
        text.gauge(
            "redline_proxy_waiting",
            "Requests that have been answered and wait to be recorded.",
            Double(waiting)
        )
    }
}
