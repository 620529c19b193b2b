import Redline
import Synchronization

/// What became of the records since the service started.
public final class RecordingCounts: Sendable {
    /// One sort of record with one sort of end.
    public struct Sort: Hashable, Sendable {
        /// `stage` or `interaction`.
        public let kind: String
        /// `recorded`, `duplicate`, `spooled`, `conflict`, `unknown_workflow` or `refused`.
        public let outcome: String
    }

    /// All counts at one moment.
    public struct Snapshot: Sendable {
        /// Records by sort.
        public var records: [Sort: Int] = [:]
        /// How many records went into one transaction or one write of the spool.
        public var batchSizes = Histogram(bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000])
        /// Records that were moved from the spool into the database.
        public var drained = 0
        /// Stages that were measured after they had been recorded.
        public var measuredLater = 0
        /// What waits to be measured; nil where nobody has looked yet.
        public var pendingMeasures: PendingMeasures?
        /// What is not in the roll-ups yet; nil where nobody has looked yet.
        public var pendingRollUps: PendingRollUps?
        /// Records of the spool that the database had refused, and that have made way for others.
        public var discarded = 0
    }

    private let state = Mutex(Snapshot())

    /// Counts nothing yet.
    public init() {}

    /// The counts now.
    public var snapshot: Snapshot { state.withLock(\.self) }

    func count(_ records: [PreparedRecord], _ outcomes: [RecordOutcome]) {
        guard !records.isEmpty else { return }
        state.withLock { state in
            state.batchSizes.add(Double(records.count))
            for (record, outcome) in zip(records, outcomes) {
                let kind = if case .interaction = record.record { "interaction" } else { "stage" }
                state.records[Sort(kind: kind, outcome: outcome.name), default: 0] += 1
            }
        }
    }

    func countDrained(_ count: Int) {
        state.withLock { $0.drained += count }
    }

    func countDiscarded(_ count: Int) {
        state.withLock { $0.discarded += count }
    }

    func countMeasured(_ count: Int) {
        state.withLock { $0.measuredLater += count }
    }

    func note(_ pending: PendingMeasures) {
        state.withLock { $0.pendingMeasures = pending }
    }

    func note(_ pending: PendingRollUps) {
        state.withLock { $0.pendingRollUps = pending }
    }
}

extension RecordOutcome {
    fileprivate var name: String {
        switch self {
        case .recorded: "recorded"
        case .duplicate: "duplicate"
        case .spooled: "spooled"
        case .conflict: "conflict"
        case .unknownWorkflow: "unknown_workflow"
        case .ownerErased: "owner_erased"
        case .refused: "refused"
        }
    }
}
