import CLibPQ

extension Wire {
    /// One message of a pipeline that has a result.
    private enum Step {
        case prepare(StatementCache.Key, name: String)
        case run(index: Int)
    }

    /// Runs the statements in one round trip; the first error stops the rest.
    ///
    /// Without `begin` among them they are one implicit transaction. `meanwhile` is done once they have
    /// been sent, before the answer is read.
    func pipeline(
        _ statements: [Statement],
        meanwhile: () -> Void = {}
    ) throws(PostgresError) -> [Rows] {
        guard !statements.isEmpty else { return [] }
        let wasIdle = transactionStatus == .idle
        for statement in statements {
            try check(statement.sql)
        }
        try makeRoom(for: statements.filter(\.isPrepared).count)
        do {
            return try runPipeline(statements, meanwhile)
        } catch {
            if wasIdle {
                leaveTransaction()
            }
            throw error
        }
    }

    /// Rolls back what the pipeline began; where that fails the connection is of no use.
    private func leaveTransaction() {
        guard !isLost, transactionStatus != .idle else { return }
        do {
            _ = try uncancellable { () throws(PostgresError) in try execute("rollback", []) }
        } catch {
            markLost()
        }
    }

    private func runPipeline(
        _ statements: [Statement],
        _ meanwhile: () -> Void
    ) throws(PostgresError) -> [Rows] {
        try begin()
        defer { end() }
        try sent(PQenterPipelineMode(connection))
        var steps: [Step] = []
        var refused: PostgresError?
        do throws(PostgresError) {
            for (index, statement) in statements.enumerated() {
                try queue(statement, index, &steps)
            }
        } catch {
            // Unsent `commit`: what was queued so far is answered and then rolled back.
            refused = error
        }
        try sent(PQpipelineSync(connection))
        meanwhile()
        let outcome = try readPipeline(statements, steps)
        try sent(PQexitPipelineMode(connection))
        if let refused {
            throw refused
        }
        return try outcome.get()
    }

    private func queue(
        _ statement: Statement,
        _ index: Int,
        _ steps: inout [Step]
    ) throws(PostgresError) {
        let block = try ParameterBlock(statement.parameters)
        if statement.isPrepared {
            let key = StatementCache.Key(statement.sql, statement.parameters)
            let name = try queuePreparation(key, &steps)
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
        } else {
            try send(statement.sql, block)
        }
        steps.append(.run(index: index))
    }

    /// Prepares within the pipeline, so that it happens under the role set there.
    private func queuePreparation(
        _ key: StatementCache.Key,
        _ steps: inout [Step]
    ) throws(PostgresError) -> String {
        if let name = statements.name(of: key) {
            return name
        }
        for case .prepare(key, let name) in steps {
            return name
        }
        let name = statements.newName()
        try sent(PQsendPrepare(connection, name, key.sql, Int32(key.types.count), key.types))
        steps.append(.prepare(key, name: name))
        return name
    }

    /// Reads up to the sync mark: one result and one nil a step, then the mark.
    private func readPipeline(
        _ statements: [Statement],
        _ steps: [Step]
    ) throws(PostgresError) -> Result<[Rows], PostgresError> {
        var rows: [Rows] = []
        var failure: PostgresError?
        var position = 0
        while true {
            guard let result = try nextResult() else {
                guard !isLost, PQstatus(connection) == CONNECTION_OK else { throw lost() }
                position += 1
                continue
            }
            switch result.status {
            case PGRES_PIPELINE_SYNC:
                return failure.map { .failure($0) } ?? .success(rows)
            case PGRES_PIPELINE_ABORTED:
                continue
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
                let found = locate(error(of: result), statements, steps, position)
                guard !isLost else { throw found }
                failure = failure ?? found
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                // libpq has no way back from here.
                markLost()
                throw PostgresError(.badValue, "COPY cannot go through a pipeline")
            default:
                guard steps.indices.contains(position) else { throw lost() }
                switch steps[position] {
                case .prepare(let key, let name): self.statements.insert(key, name: name)
                case .run: rows.append(Rows(result))
                }
            }
        }
    }

    /// Says which statement failed, and forgets it where preparing it again may help.
    private func locate(
        _ error: PostgresError,
        _ all: [Statement],
        _ steps: [Step],
        _ position: Int
    ) -> PostgresError {
        var located = error
        for case .run(let index) in steps[min(position, steps.count)...] {
            located.statementIndex = index
            if all[index].isPrepared, error.isStalePreparedStatement {
                statements.remove(StatementCache.Key(all[index].sql, all[index].parameters))
            }
            break
        }
        return located
    }
}
