import RedlinePostgres

/// Looks after the partitions.
public struct Partitions: Sendable {
    private let pool: ConnectionPool

    /// Creates a keeper of partitions.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Makes the partitions of this week and of the coming ones, where they are missing.
    ///
    /// - Throws: `PostgresError`.
    public func makeAhead() async throws {
        try await pool.withTransaction { connection in
            _ = try connection.run(.makePartitionsAhead)
        }
    }
}
