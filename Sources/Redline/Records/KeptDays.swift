/// For how many days records of a kind are kept: everybody's, and those of owners who have a time of
/// their own.
public struct KeptDays: Sendable {
    private var standard = 30
    private var agreed: [ExactText: Int] = [:]

    /// Takes days by owner; those of no owner are everybody's.
    public init(_ days: [(owner: String?, days: Int)]) {
        for (owner, days) in days {
            if let owner {
                agreed[ExactText(owner)] = days
            } else {
                standard = days
            }
        }
    }

    /// When a record of an owner is no longer kept whose time counts from `start`.
    public func end(of owner: String, from start: Timestamp) -> Timestamp {
        let days = agreed.isEmpty ? standard : agreed[ExactText(owner)] ?? standard
        return start.adding(days: days)
    }
}
