extension Connection {
    /// Runs one statement.
    ///
    /// - Throws: What the server says, `cancelled`, `timeout`, `connectionLost`, or `badValue` for
    ///   text with U+0000.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: [Parameter] = []
    ) throws(PostgresError) -> Rows {
        try wire().execute(sql, parameters)
    }

    /// Runs one statement, prepared at its first use and kept (256 of them a connection).
    ///
    /// For what runs often: the server parses it once. It is prepared again when the tables it
    /// uses have changed, but not within a transaction, which the stale statement has failed.
    ///
    /// - Throws: As `execute`.
    @discardableResult
    public func executePrepared(
        _ sql: String,
        _ parameters: [Parameter] = []
    ) throws(PostgresError) -> Rows {
        try wire().executePrepared(sql, parameters)
    }

    /// Runs statements that have to be made even in a task that is cancelled.
    ///
    /// For what is short and has to be undone, such as taking and giving back a lock.
    ///
    /// - Throws: What `body` throws.
    public func uncancellable<Value>(
        _ body: () throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try wire().uncancellable(body)
    }

    /// Prepares a statement ahead of its first use, for parameters of the types of these values.
    ///
    /// - Throws: As `execute`.
    public func prepare(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresError) {
        let wire = try wire()
        try wire.check(sql)
        _ = try wire.prepare(StatementCache.Key(sql, parameters))
    }

    /// Runs several statements of one text, as a migration is; they have no parameters.
    ///
    /// They are one transaction unless the text has transaction commands of its own.
    ///
    /// - Throws: The first error; `position` counts from the start of the text.
    public func executeScript(_ sql: String) throws(PostgresError) {
        try wire().executeScript(sql)
    }

    /// The parameters and columns of a statement, without running it.
    ///
    /// - Throws: What the server has against the statement.
    public func describe(_ sql: String) throws(PostgresError) -> StatementDescription {
        try wire().describe(sql)
    }

    /// Runs statements in one round trip and returns the rows of each.
    ///
    /// The first error stops the rest and is thrown with its `statementIndex`; a transaction that
    /// was begun here is then rolled back. Without `begin` they are one implicit transaction.
    ///
    /// - Throws: As `execute`.
    public func pipeline(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        try wire().pipeline(statements)
    }

    /// Runs one statement and hands over its rows as they arrive, in constant memory.
    ///
    /// Each chunk has the columns of the whole. The connection can run nothing else meanwhile.
    ///
    /// - Throws: As `execute`, or what `chunk` throws, after which the statement is stopped.
    public func stream(
        _ sql: String,
        _ parameters: [Parameter] = [],
        chunk: (Rows) throws -> Void
    ) throws {
        try wire().stream(sql, parameters, chunk: chunk)
    }

    /// Starts a `COPY ... FROM STDIN`; use the writer before anything else runs here.
    ///
    /// - Throws: As `execute`; `badValue` for a statement that is no such COPY.
    public func copyIn(_ sql: String) throws(PostgresError) -> CopyWriter {
        let wire = try wire()
        try wire.startCopy(sql, .toServer)
        return CopyWriter(wire)
    }

    /// Runs a `COPY ... TO STDOUT` and hands over its data, one row a call; gone after the call.
    ///
    /// - Throws: As `execute`, or what `body` throws, after which the COPY is stopped.
    public func copyOut(
        _ sql: String,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let wire = try wire()
        try wire.startCopy(sql, .fromServer)
        try wire.readCopy(body)
    }
}
