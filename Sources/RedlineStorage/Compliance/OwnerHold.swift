import Redline
import RedlinePostgres

/// A legal hold: while it is in force, nothing of its owner is removed.
public struct OwnerHold: Sendable, Equatable {
    /// By which it is named.
    public let id: String
    /// Whose records it keeps.
    public let owner: Owner
    /// Why.
    public let reason: String
    /// Who put it on, as the audit trail names them.
    public let placedBy: String
    /// Since when.
    public let placedAt: Timestamp
    /// Who released it; nil while it is in force.
    public let releasedBy: String?
    /// Until when; nil while it is in force.
    public let releasedAt: Timestamp?

    /// Whether a text can be a reason: it has 1 to 2000 characters, without U+0000.
    public static func isReason(_ text: String) -> Bool {
        (1...2_000).contains(text.unicodeScalars.count) && !text.utf8.contains(0)
    }

    init?(_ row: Row) throws(PostgresError) {
        guard let id = try row["hold_id"].string,
            let owner = try row["owner"].string.flatMap({ Owner($0) }),
            let reason = try row["reason"].string, let placedBy = try row["placed_by"].string,
            let placedAt = try row["placed_at"].timestamp
        else { return nil }
        self.id = id
        self.owner = owner
        self.reason = reason
        self.placedBy = placedBy
        self.placedAt = placedAt
        releasedBy = try row["released_by"].string
        releasedAt = try row["released_at"].timestamp
    }
}
