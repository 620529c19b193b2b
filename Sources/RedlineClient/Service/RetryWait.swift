import Foundation
import NIOHTTP1
import Redline

/// How long to wait before a request is sent again.
enum RetryWait {
    /// The longest wait before the second request.
    static let first = Duration.milliseconds(250)
    /// The longest wait at all, where the service asks for none.
    static let longest = Duration.seconds(30)
    /// Longer than that nobody is left alone, whatever is asked for: an hour.
    static let longestAsked = 3_600.0

    /// The wait after so many requests in vain.
    ///
    /// Full jitter, so that applications that failed together do not come back together. What the
    /// service asks for is kept, and a little of the jitter comes on top.
    static func wait(after attempts: Int, asked: Duration?) -> Duration {
        let chance = Double.random(in: 0..<1)
        let limit = min(first * (1 << min(attempts - 1, 10)), longest)
        guard let asked else { return limit * chance }
        return asked + first * chance
    }

    /// The wait that an answer's header field asks for: seconds, or a date.
    static func asked(_ headers: HTTPHeaders) -> Duration? {
        guard let text = headers.first(name: "retry-after") else { return nil }
        let seconds =
            Double(text)
            ?? HTTPDate.unixSeconds(text).map { Double($0) - Date().timeIntervalSince1970 }
        guard let seconds, seconds.isFinite else { return nil }
        return .seconds(min(max(0, seconds), longestAsked))
    }
}
