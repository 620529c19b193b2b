import Redline

/// What is recorded and not in the roll-ups yet.
public struct PendingRollUps: Sendable, Equatable {
    /// Whether all records there were have been counted once.
    public let isBuilt: Bool
    /// Records, calls and changes of them that wait.
    public let waiting: Int
    /// Since when the first of those that wait has done so; nil where none waits.
    public let oldest: Timestamp?
}
