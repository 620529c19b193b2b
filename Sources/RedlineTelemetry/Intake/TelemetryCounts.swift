import RedlineStorage
import Synchronization

/// What became of spans, log records and turns since the service started.
public final class TelemetryCounts: Sendable {
    /// All counts at one moment.
    public struct Snapshot: Sendable {
        /// Spans and log records by what became of them: `taken`, `duplicate`, `aside`, `foreign`,
        /// `rejected`, or `deferred` where so much waits that they have to come again.
        public var items: [String: Int] = [:]
        /// Turns by what became of them: `recorded`, `duplicate`, `spooled`, `late`, `refused`.
        public var turns: [String: Int] = [:]
        /// Traces that ended without a turn that could be recorded.
        public var empty = 0
        /// Waiting parts that were read because more of their trace came.
        public var reread = 0
        /// Parts that wait for the rest of their trace, when somebody last looked.
        public var waiting = 0
        /// Their bytes.
        public var waitingBytes = 0
    }

    private let state = Mutex(Snapshot())

    init() {}

    /// The counts now.
    public var snapshot: Snapshot { state.withLock(\.self) }

    func count(items: [String: Int]) {
        state.withLock { state in state.items.merge(items, uniquingKeysWith: +) }
    }

    func count(turn: String) {
        state.withLock { $0.turns[turn, default: 0] += 1 }
    }

    func count(reread: Int) {
        state.withLock { $0.reread += reread }
    }

    func countEmpty() {
        state.withLock { $0.empty += 1 }
    }

    func note(_ size: WaitingSize) {
        state.withLock { state in
            state.waiting = size.parts
            state.waitingBytes = size.bytes
        }
    }
}
