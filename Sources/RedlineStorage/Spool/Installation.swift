import RedlinePostgres

/// Which database this is.
public struct Installation: Sendable {
    private let pool: ConnectionPool

    /// Creates the question.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// The id that the database was given with its schema.
    ///
    /// - Throws: `PostgresError`.
    public func id() async throws -> String {
        try await pool.withTransaction { connection in
            try connection.run(.installation).first?["id"].string ?? ""
        }
    }
}

extension RecordingStatement {
    static let installation = Self("installation")
}
