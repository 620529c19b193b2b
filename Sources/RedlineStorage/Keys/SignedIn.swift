import Redline
import RedlinePostgres

/// Who is signed in to the pages, and what they may do.
public struct SignedIn: Sendable {
    /// What they signed in with.
    public enum Means: Sendable, Equatable {
        /// The key of that id.
        case key(String)
        /// An account elsewhere: the person of that id.
        case person(String)
        /// The word of a trusted network, which names them with each request.
        case name
    }

    /// What they signed in with.
    public let means: Means
    /// What they may do.
    public let role: KeyRole
    /// Whose records alone they see (role `owner`).
    public let owner: Owner?
    /// Whom a trusted network named when they signed in; nil where it named nobody.
    public let named: Owner?
    /// When the sign-in runs out, or what they signed in with does.
    public let expiresAt: Timestamp
    /// When their key was revoked.
    public let revokedAt: Timestamp?

    /// Whether the sign-in opens anything at that time.
    public func isValid(at now: Timestamp) -> Bool {
        revokedAt == nil && expiresAt > now
    }

    init?(_ row: Row) throws {
        guard let role = try row["role"].string.flatMap({ KeyRole(rawValue: $0) }),
            let expires = try row["expires_at"].timestamp
        else { return nil }
        if let key = try row["key_id"].string {
            means = .key(key)
        } else if let person = try row["person_id"].string {
            means = .person(person)
        } else {
            means = .name
        }
        named = try row["named"].string.flatMap { Owner($0) }
        let owner = try row["owner"].string.flatMap { Owner($0) }
        // Without an owner, the role would see everybody.
        guard role != .owner || owner != nil else { return nil }
        self.role = role
        self.owner = owner
        expiresAt = expires
        revokedAt = try row["revoked_at"].timestamp
    }
}
