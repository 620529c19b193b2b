import NIOHTTP1
import Redline

/// How long an endpoint asks to be left alone.
enum RetryAfter {
    /// The wait that an answer's header fields ask for; nil where they ask for none.
    ///
    /// `retry-after-ms` is what OpenAI sends beside the standard's seconds or date.
    static func wait(_ headers: HTTPHeaders, unixSeconds now: Double) -> Duration? {
        if let text = headers.first(name: "retry-after-ms"), let wait = number(text) {
            return .milliseconds(wait)
        }
        guard let text = headers.first(name: "retry-after") else { return nil }
        if let wait = number(text) { return .seconds(wait) }
        guard let date = HTTPDate.unixSeconds(text) else { return nil }
        return .seconds(max(0, Double(date) - now))
    }

    /// A day is as good as never, and larger numbers are no durations.
    private static let limit = 86_400_000.0

    private static func number(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return min(value, limit)
    }
}
