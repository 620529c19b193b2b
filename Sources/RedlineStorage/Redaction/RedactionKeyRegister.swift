import RedlinePostgres

/// Which key the placeholders of a database are made with, by its fingerprint.
public struct RedactionKeyRegister: Sendable {
    private let pool: ConnectionPool

    /// Creates the register of a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// The fingerprint of the database's key; nil where nothing was ever replaced.
    ///
    /// - Throws: `PostgresError`.
    public func known() async throws -> String? {
        try await pool.withTransaction { connection in
            try connection.run(.redactionKey).first?["fingerprint"].string
        }
    }

    /// Notes a key as the database's own, unless it has another already.
    ///
    /// - Returns: Whether it is the database's key.
    /// - Throws: `PostgresError`.
    public func claim(_ key: RedactionKey) async throws -> Bool {
        try await pool.withTransaction { try Self.claim(key, on: $0) }
    }

    /// Notes a key as the database's own, whatever was before.
    ///
    /// - Throws: `PostgresError`.
    public func replace(_ key: RedactionKey) async throws {
        try await pool.withTransaction { connection in
            _ = try connection.run(.replaceRedactionKey, ["fingerprint": .text(key.fingerprint)])
        }
    }

    static func claim(_ key: RedactionKey, on connection: isolated Connection) throws -> Bool {
        let rows = try connection.run(
            .claimRedactionKey,
            ["fingerprint": .text(key.fingerprint)]
        )
        return try rows.first?["fingerprint"].string == key.fingerprint
    }
}

extension RecordingStatement {
    static let redactionKey = Self("redaction_key")
    static let claimRedactionKey = Self("claim_redaction_key")
    static let replaceRedactionKey = Self("replace_redaction_key")
}
