import Redline
import RedlinePostgres

/// What is recorded and not in the roll-ups yet.
public struct PendingRollUps: Sendable, Equatable {
    /// Whether all records there were have been counted once.
    public let isBuilt: Bool
    /// Records, calls and changes of them that wait.
    public let waiting: Int
    /// Since when the first of those that wait has done so; nil where none waits.
    public let oldest: Timestamp?
    /// The entries in which they wait, from the first to the last; nil where none waits.
    let entries: ClosedRange<Int>?
}

extension PendingRollUps {
    /// Whether all that waited in an earlier state is in the roll-ups.
    func hasPassed(_ earlier: PendingRollUps) -> Bool {
        guard isBuilt else { return false }
        guard let entries, let last = earlier.entries?.upperBound else { return true }
        return entries.lowerBound > last
    }

    init(on connection: Connection) async throws {
        let row = try await connection.asRecorder { try $0.run(.stateOfRollUps) }.first
        let first = try row?["first_entry"].int
        let last = try row?["last_entry"].int
        self.init(
            isBuilt: try row?["is_built"].bool ?? false,
            waiting: try row?["waiting"].int ?? 0,
            oldest: try row?["oldest"].timestamp,
            entries: first.flatMap { first in last.map { first...max(first, $0) } }
        )
    }
}

extension RecordingStatement {
    fileprivate static let stateOfRollUps = Self("state_of_rollups")
}
