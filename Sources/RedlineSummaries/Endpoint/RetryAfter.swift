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

/// The dates of HTTP's header fields.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    static func unixSeconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            (1970...9999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        let days = Timestamp.days(year: year, month: month + 1, day: day)
        return days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }
}
