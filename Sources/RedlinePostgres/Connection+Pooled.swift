extension Connection {
    /// A transaction that opens with these statements.
    func pooledTransaction<Value: Sendable>(
        _ opening: [Statement],
        _ body: @Sendable (isolated Connection) async throws -> Value
    ) async throws -> Value {
        guard isUsable else { throw StaleConnection(cause: .closed) }
        do throws(PostgresError) {
            _ = try begin(opening)
        } catch {
            guard error.kind != .connectionLost else { throw StaleConnection(cause: error) }
            throw error
        }
        let value: Value
        do {
            value = try await body(self)
        } catch {
            try rollBack(after: error)
            throw error
        }
        try commit()
        return value
    }

    /// A transaction that opens with these statements and ends with those that its body asks for.
    func pooledClosingTransaction<Value: Sendable>(
        _ opening: [Statement],
        _ body: @Sendable (isolated Connection) throws -> (closing: [Statement], Value)
    ) throws -> Value {
        guard isUsable else { throw StaleConnection(cause: .closed) }
        do throws(PostgresError) {
            _ = try begin(opening)
        } catch {
            guard error.kind != .connectionLost else { throw StaleConnection(cause: error) }
            throw error
        }
        return try end(body)
    }

    /// Begin, these statements and commit in one round trip.
    func pooledPipeline(
        _ opening: [Statement],
        _ statements: [Statement]
    ) throws -> [Rows] {
        guard isUsable else { throw StaleConnection(cause: .closed) }
        let all = [.begin] + opening + statements + [.commit]
        let first = 1 + opening.count
        do throws(PostgresError) {
            return Array(try pipeline(all)[first..<(first + statements.count)])
        } catch {
            var shifted = error
            let index = error.statementIndex.map { $0 - first }
            shifted.statementIndex = index.flatMap { statements.indices.contains($0) ? $0 : nil }
            throw shifted
        }
    }

    /// Whether the next user can have it; if not, it is closed.
    func isReusable() -> Bool {
        guard !isBroken, transactionStatus == .idle else {
            close()
            return false
        }
        return true
    }

    /// Takes back whatever a user may have left in the session, as `discard all` does, but keeps
    /// prepared statements.
    func resetSession() -> Bool {
        guard isReusable(), let wire = try? wire() else { return false }
        guard isUsable else {
            close()
            return false
        }
        do {
            try wire.uncancellable { () throws(PostgresError) in
                try wire.executeScript(
                    """
                    close all; set session authorization default; reset all; unlisten *;
                    select pg_advisory_unlock_all(); discard temp; discard sequences
                    """
                )
            }
            return true
        } catch {
            close()
            return false
        }
    }
}
