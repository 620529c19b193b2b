import Synchronization

/// Bounds what waits to be recorded.
final class WaitingRoom: Sendable {
    private struct State {
        var count = 0
        var bytes = 0
    }

    private let state = Mutex(State())
    private let counts: CaptureCounts

    /// The most exchanges that may wait to be recorded; further ones are counted as lost.
    static let limit = 5_000
    /// The most bytes that they may have.
    static let byteLimit = 256 << 20

    init(_ counts: CaptureCounts) {
        self.counts = counts
    }

    /// Lets something in; false where there is no room for it.
    func enter(_ bytes: Int) -> Bool {
        let count = state.withLock { state -> Int? in
            guard state.count < Self.limit, state.bytes + bytes <= Self.byteLimit else {
                return nil
            }
            state.count += 1
            state.bytes += bytes
            return state.count
        }
        guard let count else { return false }
        counts.note(waiting: count)
        return true
    }

    func leave(_ bytes: Int) {
        let count = state.withLock { state in
            state.count -= 1
            state.bytes -= bytes
            return state.count
        }
        counts.note(waiting: count)
    }
}
