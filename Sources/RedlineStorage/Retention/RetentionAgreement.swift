import Redline
import RedlinePostgres

/// A time of its own for the records of one owner, which counts in the place of everybody's.
public struct RetentionAgreement: Sendable, Equatable {
    /// Whose records.
    public let owner: Owner
    /// Of which kind.
    public let kind: RetentionKind
    /// For how many days they are kept.
    public let days: Int
    /// Who set it, as the audit trail names them.
    public let agreedBy: String
    /// Since when it counts.
    public let createdAt: Timestamp
    /// Why; empty where nothing was said.
    public let reason: String

    /// For how many days an owner's records can be kept.
    public static let limits = 1...3_650

    init?(_ row: Row) throws(PostgresError) {
        guard let owner = try row["owner"].string.flatMap({ Owner($0) }),
            let kind = try row["kind"].string.flatMap({ RetentionKind(rawValue: $0) }),
            let days = try row["days"].int, let agreedBy = try row["agreed_by"].string,
            let createdAt = try row["created_at"].timestamp
        else { return nil }
        self.owner = owner
        self.kind = kind
        self.days = days
        self.agreedBy = agreedBy
        self.createdAt = createdAt
        reason = try row["reason"].string ?? ""
    }
}
