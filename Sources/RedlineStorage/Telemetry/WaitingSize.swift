import Redline

/// How much waits of traces.
public struct WaitingSize: Sendable {
    /// The parts of all owners.
    public var parts = 0
    /// Their bytes, about as they lie in the database.
    public var bytes = 0
    /// The bytes of those of whom most waits.
    public var owners: [Owner: Int] = [:]

    /// The owners that are told of: with a share of the whole for each, more cannot have used it up.
    static let namedOwners = 100
    /// What a part takes beside what it says: its row, and its entries in the indexes.
    public static let partOverhead = 200

    /// Creates the size of nothing.
    public init() {}
}
