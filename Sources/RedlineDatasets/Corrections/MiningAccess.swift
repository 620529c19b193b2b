import Redline
import RedlinePostgres

/// As whom corrections are read: PostgreSQL's row-level security binds the reader to it.
public struct MiningAccess: Sendable, Equatable {
    let databaseRole: String
    /// The owner whose corrections alone may be read; nil for everybody's.
    let owner: Owner?

    /// The access of a key's role, and of the owner for whom the caller speaks.
    ///
    /// Nil for a role that may not read corrections.
    public init?(_ role: KeyRole, owner: Owner? = nil) {
        switch role {
        case .miner: databaseRole = "redline_miner"
        case .compliance: databaseRole = "redline_compliance"
        case .admin: databaseRole = "redline_admin"
        case .recorder, .owner, .analyst: return nil
        }
        self.owner = owner
    }

    private init(databaseRole: String) {
        self.databaseRole = databaseRole
        owner = nil
    }

    /// Everything, for whoever has the database itself.
    public static let admin = MiningAccess(databaseRole: "redline_admin")

    /// The role that the transaction takes on: one owner's where the caller speaks for one.
    var role: String { owner == nil ? databaseRole : "redline_owner" }

    var settings: [String: String] { ["redline.owner": owner?.name ?? ""] }
}
