import CLibPQ

extension Wire {
    /// Runs one statement.
    func execute(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Rows {
        let block = try ParameterBlock(parameters)
        try check(sql)
        try begin()
        defer { end() }
        try send(sql, block)
        return try collect()
    }

    /// Runs one statement as a cached prepared statement.
    func executePrepared(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Rows {
        let wasIdle = transactionStatus == .idle
        do {
            return try executePreparedOnce(sql, parameters)
        } catch {
            guard error.isStalePreparedStatement else { throw error }
            statements.remove(StatementCache.Key(sql, parameters))
            // The failure has spoilt a transaction; only without one is there a second try.
            guard wasIdle else { throw error }
            return try executePreparedOnce(sql, parameters)
        }
    }

    private func executePreparedOnce(
        _ sql: String,
        _ parameters: [Parameter]
    ) throws(PostgresError) -> Rows {
        let block = try ParameterBlock(parameters)
        try check(sql)
        let name = try prepare(StatementCache.Key(sql, parameters))
        try begin()
        defer { end() }
        try sent(
            PQsendQueryPrepared(
                connection,
                name,
                block.count,
                block.values,
                block.lengths,
                block.formats,
                0
            )
        )
        return try collect()
    }

    /// Prepares a statement that is not yet in the cache, and gives its name.
    func prepare(_ key: StatementCache.Key) throws(PostgresError) -> String {
        if let name = statements.name(of: key) {
            return name
        }
        try makeRoom(for: 1)
        let name = statements.newName()
        try begin()
        defer { end() }
        try sent(PQsendPrepare(connection, name, key.sql, Int32(key.types.count), key.types))
        _ = try collect()
        statements.insert(key, name: name)
        return name
    }

    /// Drops the statements that were not used for longest, until so many more fit in.
    func makeRoom(for count: Int) throws(PostgresError) {
        while let oldest = statements.evictionCandidate(for: count) {
            statements.remove(oldest.key)
            do {
                _ = try execute("deallocate \(oldest.name)", [])
            } catch {
                // Somebody may have deallocated it already, which is what we want.
                guard error.isStalePreparedStatement else { throw error }
            }
        }
    }

    /// Runs several statements as one text without parameters; all or nothing unless the text
    /// itself has transaction commands.
    func executeScript(_ sql: String) throws(PostgresError) {
        try check(sql)
        try begin()
        defer { end() }
        try sent(PQsendQuery(connection, sql))
        _ = try collect()
    }

    func send(_ sql: String, _ block: borrowing ParameterBlock) throws(PostgresError) {
        try sent(
            PQsendQueryParams(
                connection,
                sql,
                block.count,
                block.types,
                block.values,
                block.lengths,
                block.formats,
                0
            )
        )
    }

    /// Throws for a call of libpq that could not even queue its message.
    func sent(_ status: Int32) throws(PostgresError) {
        guard status != 1 else { return }
        guard PQstatus(connection) == CONNECTION_OK else { throw lost() }
        throw PostgresError(.badValue, connection: connection)
    }

    func check(_ sql: String) throws(PostgresError) {
        guard !sql.utf8.contains(0) else { throw .zeroByte }
    }

    /// Reads a statement's results to the end; its last rows, or its first error.
    func collect() throws(PostgresError) -> Rows {
        var last: ResultHandle?
        var failure: PostgresError?
        while let result = try nextResult() {
            switch result.status {
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
                failure = failure ?? error(of: result)
            case PGRES_COPY_IN, PGRES_COPY_BOTH:
                copyState = .toServer
                try abandonCopy()
                throw PostgresError(.badValue, "COPY FROM STDIN must go through copyIn")
            case PGRES_COPY_OUT:
                copyState = .fromServer
                try abandonCopy()
                throw PostgresError(.badValue, "COPY TO STDOUT must go through copyOut")
            default:
                last = result
            }
            guard !isLost else { break }
        }
        if let failure {
            throw failure
        }
        guard let last else { throw lost() }
        return Rows(last)
    }
}
