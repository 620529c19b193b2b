import Redline
import RedlinePostgres

/// Makes, finds and revokes API keys.
///
/// A key is kept as its SHA-256 alone.
public struct KeyStore: Sendable {
    private let pool: ConnectionPool

    /// Creates a store.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Makes a key.
    ///
    /// The secret is shown once: it cannot be read again.
    ///
    /// - Throws: `PostgresError`.
    public func create(
        _ request: APIKeyRequest,
        by actor: AuditActor
    ) async throws -> (secret: String, key: APIKey) {
        let secret = Secret.make(prefix: "rl_")
        let key = try await one(
            .createKey,
            [
                "key_hash": .bytea(SecretDigest(secret).bytes), "name": .text(request.name),
                "role": .text(request.role.rawValue), "owner": .text(request.owner?.name ?? ""),
                "expires_at": .text(request.expiresAt.map { "\($0)" } ?? ""),
            ],
            auditedAs: .createKey,
            by: actor
        )
        guard let key else { preconditionFailure("an insert returns its row") }
        return (secret, key)
    }

    /// Makes an admin key where there is no key at all; nil where there is one.
    ///
    /// - Throws: `PostgresError`.
    public func createFirst(name: String) async throws -> (secret: String, key: APIKey)? {
        let secret = Secret.make(prefix: "rl_")
        let parameters: [String: Parameter] = [
            "key_hash": .bytea(SecretDigest(secret).bytes), "name": .text(name),
        ]
        let key = try await pool.withTransaction { connection in
            try connection.execute(
                "select pg_advisory_xact_lock(hashtextextended('redline first key', 0))"
            )
            let key = try connection.run(.createFirstKey, parameters).first.flatMap(APIKey.init)
            if let key { try connection.record(.init(.createKey, of: key), by: .service) }
            return key
        }
        return key.map { (secret, $0) }
    }

    /// All keys, the newest first.
    ///
    /// - Throws: `PostgresError`.
    public func list(by actor: AuditActor) async throws -> [APIKey] {
        try await pool.withTransaction { connection in
            let keys = try connection.run(.listKeys).compactMap(APIKey.init)
            try connection.record(AuditedAct(.listKeys, records: keys.count), by: actor)
            return keys
        }
    }

    /// Revokes a key; nil where there is none of that id.
    ///
    /// - Throws: `PostgresError`.
    public func revoke(id: String, by actor: AuditActor) async throws -> APIKey? {
        try await one(.revokeKey, ["key_id": .text(id)], auditedAs: .revokeKey, by: actor)
    }

    /// The key of a secret, valid or not; nil where there is none.
    ///
    /// The database is asked for the secret's digest: how long that takes says nothing about secrets
    /// that are alike.
    ///
    /// - Throws: `PostgresError`.
    public func find(_ secret: SecretDigest) async throws -> APIKey? {
        try await one(.findKey, ["key_hash": .bytea(secret.bytes)])
    }

    /// Notes that a key was used.
    ///
    /// - Throws: `PostgresError`.
    public func noteUse(of key: APIKey) async throws {
        _ = try await one(.noteKeyUse, ["key_id": .text(key.id)])
    }

    private func one(
        _ statement: RecordingStatement,
        _ parameters: [String: Parameter]
    ) async throws -> APIKey? {
        try await pool.withTransaction { connection in
            try connection.run(statement, parameters).first.flatMap(APIKey.init)
        }
    }

    /// The key that a statement makes or changes, with its entry in the audit trail.
    private func one(
        _ statement: RecordingStatement,
        _ parameters: [String: Parameter],
        auditedAs action: AuditAction,
        by actor: AuditActor
    ) async throws -> APIKey? {
        try await pool.withTransaction { connection in
            let key = try connection.run(statement, parameters).first.flatMap(APIKey.init)
            if let key { try connection.record(.init(action, of: key), by: actor) }
            return key
        }
    }
}

extension RecordingStatement {
    fileprivate static let createKey = Self("create_key")
    fileprivate static let createFirstKey = Self("create_first_key")
    fileprivate static let listKeys = Self("list_keys")
    fileprivate static let findKey = Self("find_key")
    fileprivate static let revokeKey = Self("revoke_key")
    fileprivate static let noteKeyUse = Self("note_key_use")
}

extension AuditedAct {
    /// What was done to a key.
    ///
    /// Its name is its maker's own, and may be a person's: it stays out.
    fileprivate init(_ action: AuditAction, of key: APIKey) {
        self.init(
            action,
            owners: key.owner.map { [$0.name] },
            records: 1,
            detail: ["key": key.id, "role": key.role.rawValue]
        )
    }
}

extension APIKey {
    init?(_ row: Row) throws {
        guard let id = try row["key_id"].string, let name = try row["name"].string,
            let role = try row["role"].string.flatMap({ KeyRole(rawValue: $0) }),
            let created = try row["created_at"].timestamp
        else { return nil }
        self.id = id
        self.name = name
        self.role = role
        owner = try row["owner"].string.flatMap { Owner($0) }
        createdAt = created
        expiresAt = try row["expires_at"].timestamp
        revokedAt = try row["revoked_at"].timestamp
        lastUsedAt = try row["last_used_at"].timestamp
    }
}
