extension ConnectionPool {
    /// Lends a connection to `body`, for what does not fit into one transaction.
    ///
    /// Before and afterwards session settings, role, locks, temporary tables and cursors are
    /// reset. A connection that comes back inside a transaction is closed.
    ///
    /// - Throws: What `body` throws; `poolExhausted`, `connectionFailed`, `cancelled`.
    @discardableResult
    public nonisolated func withConnection<Value: Sendable>(
        _ body: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await usableConnection()
        do {
            let value = try await body(connection)
            await checkIn(connection, isReusable: connection.resetSession())
            return value
        } catch {
            await checkIn(connection, isReusable: connection.resetSession())
            throw error
        }
    }

    /// Runs `body` in a transaction under a role and settings that end with it.
    ///
    /// Begin, role and settings take one round trip. Without a role it is the login's own. The
    /// transaction is committed when `body` returns and rolled back when it throws. `body` may
    /// pause; the connection is its own all the while. Temporary tables and session locks would
    /// stay behind: use `withConnection` for those.
    ///
    /// - Throws: As `Connection.transaction`; `poolExhausted`, `connectionFailed`, `cancelled`.
    @discardableResult
    public nonisolated func withTransaction<Value: Sendable>(
        role: String? = nil,
        settings: [String: String] = [:],
        _ body: @Sendable (isolated Connection) async throws -> Value
    ) async throws -> Value {
        let opening = Statement.opening(role: role, settings: settings)
        return try await retryingStale { connection in
            try await connection.pooledTransaction(opening, body)
        }
    }

    /// Runs `closing` in a transaction under a role and settings, and then the statements that it
    /// asks for together with the commit, in one round trip.
    ///
    /// - Throws: As `withTransaction`; what one of the statements fails with rolls all of it back.
    public nonisolated func withTransaction<Value: Sendable>(
        role: String? = nil,
        settings: [String: String] = [:],
        closing: @Sendable (isolated Connection) throws -> (closing: [Statement], Value)
    ) async throws -> Value {
        let opening = Statement.opening(role: role, settings: settings)
        return try await retryingStale { connection in
            try await connection.pooledClosingTransaction(opening, closing)
        }
    }

    /// Runs statements in a transaction under a role and settings, all in one round trip.
    ///
    /// - Returns: The rows of each statement.
    /// - Throws: As `Connection.pipeline`, `statementIndex` counting these statements;
    ///   `poolExhausted`, `connectionFailed`, `cancelled`.
    @discardableResult
    public nonisolated func run(
        role: String? = nil,
        settings: [String: String] = [:],
        _ statements: [Statement]
    ) async throws -> [Rows] {
        let opening = Statement.opening(role: role, settings: settings)
        return try await retryingStale { connection in
            try await connection.pooledPipeline(opening, statements)
        }
    }

    private nonisolated func usableConnection() async throws(PostgresError) -> Connection {
        while true {
            let (connection, isFresh) = try await checkOut()
            if isFresh {
                return connection
            }
            if await connection.resetSession() {
                return connection
            }
            await checkIn(connection, isReusable: false)
        }
    }

    /// Runs `work`, again on another connection while the one kept turns out to be gone.
    private nonisolated func retryingStale<Value: Sendable>(
        _ work: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        while true {
            let (connection, isFresh) = try await checkOut()
            do {
                let value = try await work(connection)
                await checkIn(connection, isReusable: connection.isReusable())
                return value
            } catch let error as StaleConnection {
                await connection.close()
                await checkIn(connection, isReusable: false)
                guard !isFresh else { throw error.cause }
            } catch {
                await checkIn(connection, isReusable: connection.isReusable())
                throw error
            }
        }
    }
}
