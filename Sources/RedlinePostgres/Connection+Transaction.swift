extension Connection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// `body` runs on the connection's thread without a pause, so nothing else can come between.
    /// A body that swallows a failed statement does not commit: the statement's failure has undone
    /// the transaction, and SQLSTATE 25P02 is thrown.
    ///
    /// - Throws: What `body` throws; `TransactionError` when the rollback failed as well; errors of
    ///   begin and commit as they are; `badValue` inside a transaction.
    @discardableResult
    public func transaction<Value: Sendable>(
        _ body: @Sendable (isolated Connection) throws -> Value
    ) throws -> Value {
        _ = try begin([])
        let value: Value
        do {
            value = try body(self)
        } catch {
            try rollBack(after: error)
            throw error
        }
        try commit()
        return value
    }

    /// Runs a transaction in two round trips: one opens it and runs its first statements, whose rows
    /// `body` is given, and one runs the statements that `body` asks for and commits.
    ///
    /// - Throws: As `transaction`; what one of the statements fails with rolls all of it back.
    public func transaction<Value: Sendable>(
        opening: [Statement],
        _ body: @Sendable (isolated Connection, [Rows]) throws -> (closing: [Statement], Value)
    ) throws -> Value {
        let rows = try begin(opening)
        return try end { connection in try body(connection, rows) }
    }

    /// As `transaction(opening:_:)`, and `meanwhile` makes something that `body` needs while the
    /// database is at the first statements.
    public func transaction<Value: Sendable, Made: Sendable>(
        opening: [Statement],
        meanwhile: @Sendable () -> Made,
        _ body:
            @Sendable (isolated Connection, [Rows], Made) throws -> (
                closing: [Statement], Value
            )
    ) throws -> Value {
        var made: Made?
        let rows = try begin(opening) { made = meanwhile() }
        let known = made ?? meanwhile()
        return try end { connection in try body(connection, rows, known) }
    }

    /// Ends the open transaction: with the statements that `body` asks for and a commit, in one round
    /// trip, or with a rollback.
    func end<Value: Sendable>(
        _ body: @Sendable (isolated Connection) throws -> (closing: [Statement], Value)
    ) throws -> Value {
        let value: Value
        do {
            let (closing, result) = try body(self)
            value = result
            // Whatever was caught in the body: a failed transaction has nothing to commit.
            guard transactionStatus == .inTransaction else {
                try commit()
                return value
            }
            _ = try pipeline(closing + [.commit])
        } catch {
            try rollBack(after: error)
            throw error
        }
        return value
    }

    /// Opens a transaction together with the statements that are to be its first; their rows.
    func begin(
        _ first: [Statement],
        meanwhile: () -> Void = {}
    ) throws(PostgresError) -> [Rows] {
        guard transactionStatus != .inTransaction, transactionStatus != .inFailedTransaction else {
            throw PostgresError(.badValue, "a transaction is open already")
        }
        guard !first.isEmpty else {
            try execute("begin")
            return []
        }
        return Array(try wire().pipeline([.begin] + first, meanwhile: meanwhile).dropFirst())
    }

    /// Commits, or says why there is nothing to commit.
    func commit() throws(PostgresError) {
        switch transactionStatus {
        case .inTransaction:
            do {
                try execute("commit")
            } catch {
                try abandon()
                throw error
            }
        case .inFailedTransaction:
            try abandon()
            var error = PostgresError(
                .sqlState("25P02"),
                "a statement failed, so the transaction was rolled back"
            )
            error.sqlState = "25P02"
            throw error
        case .idle:
            throw PostgresError(.badValue, "the body ended the transaction itself")
        case .active, .unknown:
            close()
            throw .closed
        }
    }

    /// Rolls back after the body's error, which is kept when this fails too.
    func rollBack(after bodyError: any Error) throws(TransactionError) {
        do {
            try abandon()
        } catch {
            // A lost connection rolls back by itself.
            guard error.kind != .connectionLost else { return }
            throw TransactionError(body: bodyError, rollback: error)
        }
    }

    /// Leaves an open transaction, in a cancelled task too; closes the connection if it cannot.
    private func abandon() throws(PostgresError) {
        let wire = try wire()
        guard !wire.isLost, wire.transactionStatus != .idle else { return }
        do {
            _ = try wire.uncancellable { () throws(PostgresError) in
                try wire.execute("rollback", [])
            }
        } catch {
            close()
            throw error
        }
    }
}
