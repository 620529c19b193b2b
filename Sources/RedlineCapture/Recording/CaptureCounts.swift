import Synchronization

/// What went through the proxy since the service started.
public final class CaptureCounts: Sendable {
    /// How a request ended.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The upstream answered with success.
        case answered
        /// It answered with an error.
        case failed
        /// It could not be reached, or broke off.
        case unreachable
        /// It took too long.
        case timedOut = "timed_out"
        /// The caller went away.
        case cut
        /// Too many requests were under way.
        case refused
    }

    /// All counts at one moment.
    public struct Snapshot: Sendable {
        /// Requests by how they ended.
        public var requests: [Outcome: Int] = [:]
        /// Interactions that were recorded or spooled.
        public var recorded = 0
        /// Exchanges that could not be recorded.
        public var lost = 0
        /// Requests under way.
        public var underWay = 0
        /// Exchanges that wait to be recorded.
        public var waiting = 0
    }

    private let state = Mutex(Snapshot())

    /// Counts nothing yet.
    public init() {}

    /// The counts now.
    public var snapshot: Snapshot { state.withLock(\.self) }

    func count(_ outcome: Outcome) { state.withLock { $0.requests[outcome, default: 0] += 1 } }
    func countRecorded() { state.withLock { $0.recorded += 1 } }
    func countLost() { state.withLock { $0.lost += 1 } }
    func note(underWay: Int) { state.withLock { $0.underWay = underWay } }
    func note(waiting: Int) { state.withLock { $0.waiting = waiting } }
}
