/// Somebody whom an issuer vouches for, and what their account says of them.
public struct AccountHolder: Sendable, Equatable {
    /// Who vouches.
    public let issuer: String
    /// As whom the issuer knows them, for ever.
    public let subject: String
    /// What they may do.
    public let role: KeyRole
    /// Their name as an owner of records; the role `owner` sees that owner's alone.
    public let owner: Owner?

    /// Describes an account; nil for the role `owner` without an owner, which would see everybody, and
    /// for a `recorder`, who has nothing to look at.
    public init?(issuer: String, subject: String, role: KeyRole, owner: Owner?) {
        guard role != .recorder, role != .owner || owner != nil else { return nil }
        self.issuer = issuer
        self.subject = subject
        self.role = role
        self.owner = owner
    }
}
