import Synchronization

/// Bounds how many requests are under way at once, and what their bodies take.
final class ProxySlots: Sendable {
    private struct State {
        var used = 0
        var bytes = 0
    }

    private let limit: Int
    private let state = Mutex(State())
    private let counts: CaptureCounts

    /// The bytes of the bodies of all requests that are under way: 256 MiB.
    static let byteLimit = 256 << 20

    init(_ limit: Int, counts: CaptureCounts) {
        self.limit = limit
        self.counts = counts
    }

    /// Takes a slot; false where there is none.
    func take(_ bytes: Int) -> Bool {
        let used = state.withLock { state -> Int? in
            guard state.used < limit, state.bytes + bytes <= Self.byteLimit else { return nil }
            state.used += 1
            state.bytes += bytes
            return state.used
        }
        guard let used else { return false }
        counts.note(underWay: used)
        return true
    }

    func give(_ bytes: Int) {
        let used = state.withLock { state in
            state.used -= 1
            state.bytes -= bytes
            return state.used
        }
        counts.note(underWay: used)
    }
}
