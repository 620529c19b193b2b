/// How long to wait before a request is sent again.
enum Backoff {
    /// The longest wait before the second request.
    static let first = Duration.milliseconds(500)
    /// The longest wait at all, where the endpoint asks for none.
    static let longest = Duration.seconds(8)

    /// The wait after so many requests in vain.
    ///
    /// Full jitter: anything from nothing up to a limit that doubles, so that clients that failed
    /// together do not come back together. What the endpoint asks for is kept, and a little of the
    /// jitter comes on top.
    static func wait(after attempts: Int, asked: Duration?, chance: Double) -> Duration {
        let doublings = min(attempts - 1, 10)
        let limit = min(first * (1 << doublings), longest)
        guard let asked else { return limit * chance }
        return asked + first * chance
    }
}
