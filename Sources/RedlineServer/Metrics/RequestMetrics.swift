import RedlineStorage
import Synchronization

/// How many requests were answered in which way, and how long they took.
final class RequestMetrics: Sendable {
    private struct Key: Hashable, Comparable {
        let method: String
        let route: String
        let status: Int

        static func < (a: Key, b: Key) -> Bool {
            (a.route, a.method, a.status) < (b.route, b.method, b.status)
        }
    }

    private struct State {
        var requests: [Key: Int] = [:]
        var seconds: [String: Histogram] = [:]
        var inFlight = 0
    }

    private let state = Mutex(State())

    private static let bounds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    func begin() {
        state.withLock { $0.inFlight += 1 }
    }

    /// Counts an answer.
    ///
    /// The route is the pattern, never the path, which may name a workflow.
    func end(_ method: String, _ route: String, status: Int, seconds: Double) {
        state.withLock { state in
            state.inFlight -= 1
            let key = Key(method: method, route: route, status: status)
            state.requests[key, default: 0] += 1
            state.seconds[route, default: Histogram(bounds: Self.bounds)].add(seconds)
        }
    }

    func write(to text: inout PrometheusText) {
        let state = state.withLock(\.self)
        text.begin("redline_http_requests_total", "counter", "Requests by route and status.")
        for (key, count) in state.requests.sorted(by: { $0.key < $1.key }) {
            text.sample(
                "redline_http_requests_total",
                [("method", key.method), ("route", key.route), ("status", "\(key.status)")],
                Double(count)
            )
        }
        let name = "redline_http_request_duration_seconds"
        text.begin(name, "histogram", "How long answers took, by route.")
        for (route, histogram) in state.seconds.sorted(by: { $0.key < $1.key }) {
            text.histogram(name, [("route", route)], histogram)
        }
        text.gauge(
            "redline_http_requests_in_flight",
            "Requests that are being answered.",
            Double(state.inFlight)
        )
    }
}
