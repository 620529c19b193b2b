import CLibPQ

extension Wire {
    /// Runs one statement and hands over its rows as they arrive, in constant memory.
    func stream(
        _ sql: String,
        _ parameters: [Parameter],
        chunk: (Rows) throws -> Void
    ) throws {
        let block = try ParameterBlock(parameters)
        try check(sql)
        try begin()
        defer { end() }
        try send(sql, block)
        try sent(PQsetSingleRowMode(connection))
        while let result = try nextResult() {
            switch result.status {
            case PGRES_SINGLE_TUPLE:
                do {
                    try chunk(Rows(result))
                } catch {
                    stop()
                    throw error
                }
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                continue
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                copyState = result.status == PGRES_COPY_OUT ? .fromServer : .toServer
                throw PostgresError(.badValue, "COPY cannot be streamed")
            default:
                let failure = error(of: result)
                drain()
                throw failure
            }
        }
    }

    /// Stops the running statement and reads what is left of it.
    func stop() {
        cancelStatement()
        drain()
    }

    /// Reads to the end of the statement, whatever comes.
    func drain() {
        do {
            while !isLost, try nextResult() != nil {
                continue
            }
        } catch {
            markLost()
        }
    }
}
