/// Leaves an endpoint alone that failed time and again.
///
/// Closed, it lets everything pass. After so many failures in a row it opens, and nothing passes for
/// a while. Then it is half open: one request may try, whose success closes it, and whose failure
/// opens it again for twice as long.
struct CircuitBreaker: Sendable, Equatable {
    /// The failures in a row that open it.
    static let failureLimit = 5
    /// How long it is open the first time.
    static let firstRest = Duration.seconds(15)
    /// How long it is open at most.
    static let longestRest = Duration.seconds(240)

    private enum State: Equatable {
        case closed(failures: Int)
        case open(until: Duration, rest: Duration)
        case halfOpen(rest: Duration)
    }

    private var state = State.closed(failures: 0)

    /// Whether a request may pass now; in the half-open state, only one may.
    mutating func admits(at now: Duration) -> Bool {
        switch state {
        case .closed:
            return true
        case .open(let until, let rest):
            guard now >= until else { return false }
            state = .halfOpen(rest: rest)
            return true
        case .halfOpen:
            return false
        }
    }

    /// Notes that a request that had passed was answered.
    mutating func succeeded() {
        // An answer to a request from before it opened says nothing of how the endpoint is now.
        if case .open = state { return }
        state = .closed(failures: 0)
    }

    /// Notes that a request that had passed failed.
    mutating func failed(at now: Duration) {
        switch state {
        case .closed(let failures) where failures + 1 < Self.failureLimit:
            state = .closed(failures: failures + 1)
        case .closed:
            state = .open(until: now + Self.firstRest, rest: Self.firstRest)
        case .halfOpen(let rest):
            let longer = min(rest * 2, Self.longestRest)
            state = .open(until: now + longer, rest: longer)
        case .open:
            break
        }
    }

    /// Notes that a request that had passed was given up by whoever sent it, which says nothing.
    mutating func abandoned(at now: Duration) {
        // The next one may try.
        if case .halfOpen(let rest) = state { state = .open(until: now, rest: rest) }
    }
}
