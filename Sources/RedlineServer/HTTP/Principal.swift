import Redline
import RedlineAnalytics

/// Who asks.
struct Principal: Sendable {
    /// What they may do.
    let role: KeyRole
    /// For whom they speak: an owner key's owner, or the one that `X-User-Id` names.
    let owner: Owner?
    /// As the audit trail names them.
    let actor: AuditActor

    /// As whom they read in the database.
    var access: ReadAccess {
        if let owner { return .owner(owner) }
        switch role {
        case .admin: return .admin
        case .compliance: return .compliance
        case .miner: return .miner
        case .analyst, .recorder, .owner: return .analyst
        }
    }

    /// As whom they run reports: the role decides what is shown of content.
    var reportAccess: ReadAccess {
        switch role {
        case .admin: .admin
        case .compliance: .compliance
        case .miner: .miner
        case .analyst, .recorder, .owner: .analyst
        }
    }
}
