import Redline

/// An API key as it is kept: without the key itself.
public struct APIKey: Sendable {
    /// Its id, by which it is revoked.
    public let id: String
    /// What its maker called it.
    public let name: String
    /// What its holder may do.
    public let role: KeyRole
    /// Whose records alone it opens (role `owner`).
    public let owner: Owner?
    /// When it was made.
    public let createdAt: Timestamp
    /// When it runs out.
    public let expiresAt: Timestamp?
    /// When it was revoked.
    public let revokedAt: Timestamp?
    /// When it was last used, to the minute.
    public let lastUsedAt: Timestamp?

    /// Whether it opens anything at that time.
    public func isValid(at now: Timestamp) -> Bool {
        revokedAt == nil && expiresAt.map { $0 > now } != false
    }
}

/// What a new key is to be.
public struct APIKeyRequest: Sendable {
    /// What to call it.
    public let name: String
    /// What its holder may do.
    public let role: KeyRole
    /// Whose records alone it opens; needed for the role `owner`, and for no other.
    public let owner: Owner?
    /// When it runs out.
    public let expiresAt: Timestamp?

    /// Creates a request.
    ///
    /// - Throws: `APIKeyRequestError` where role and owner do not fit, or the name is too long.
    public init(
        name: String,
        role: KeyRole,
        owner: Owner? = nil,
        expiresAt: Timestamp? = nil
    ) throws(APIKeyRequestError) {
        guard (role == .owner) == (owner != nil) else {
            throw role == .owner ? .ownerIsMissing : .ownerDoesNotFit
        }
        guard !name.isEmpty, name.unicodeScalars.count <= 200 else { throw .nameDoesNotFit }
        self.name = name
        self.role = role
        self.owner = owner
        self.expiresAt = expiresAt
    }
}

/// Why a key cannot be made.
public enum APIKeyRequestError: Error {
    /// The role `owner` needs an owner.
    case ownerIsMissing
    /// Only the role `owner` takes an owner.
    case ownerDoesNotFit
    /// A name has 1 to 200 characters.
    case nameDoesNotFit
}

extension APIKeyRequestError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .ownerIsMissing: "a key of the role owner needs an owner: name one"
        case .ownerDoesNotFit: "only a key of the role owner belongs to an owner"
        case .nameDoesNotFit: "a key's name has 1 to 200 characters"
        }
    }
}
