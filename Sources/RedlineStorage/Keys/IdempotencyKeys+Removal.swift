import RedlinePostgres

extension IdempotencyKeys {
    /// Removes the keys that nobody can use any more, in many short transactions.
    ///
    /// - Returns: How many were removed.
    /// - Throws: `PostgresError`, `CancellationError`.
    @discardableResult
    public func removeForgotten() async throws -> Int {
        var removed = 0
        var place = (owner: "", key: "")
        while true {
            try Task.checkCancellation()
            let last = place
            let page = try await pool.withTransaction(role: "redline_recorder") { connection in
                try connection.run(
                    .removeIdempotencyKeys,
                    ["owner": .text(last.owner), "idempotency_key": .text(last.key)]
                ).first.map { row in
                    (
                        owner: try row["owner"].string ?? "",
                        key: try row["idempotency_key"].string ?? "",
                        removed: try row["removed"].int ?? 0
                    )
                }
            }
            guard let page else { return removed }
            removed += page.removed
            place = (page.owner, page.key)
        }
    }
}

extension RecordingStatement {
    static let removeIdempotencyKeys = Self("remove_idempotency_keys")
}
