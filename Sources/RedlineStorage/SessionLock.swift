import RedlinePostgres

/// A lock of the database that one session at a time has, over several transactions.
struct SessionLock: Sendable {
    private let take: RecordingStatement
    private let release: RecordingStatement

    static let rollUps = Self("try_rollup_lock", "release_rollup_lock")
    static let retention = Self("try_retention_lock", "release_retention_lock")

    private init(_ take: String, _ release: String) {
        self.take = RecordingStatement(take)
        self.release = RecordingStatement(release)
    }

    /// Takes the lock; false where another session has it.
    ///
    /// Even in a task that is cancelled: a lock that is taken outlives a statement that fails.
    fileprivate func isTaken(
        by connection: isolated Connection
    ) throws(PostgresError) -> Bool {
        let rows = try connection.uncancellable { () throws(PostgresError) in
            try connection.run(take)
        }
        return try rows.first?["is_held"].bool == true
    }

    /// Gives the lock back; a session that cannot is ended, which gives it back as well.
    fileprivate func giveBack(by connection: isolated Connection) {
        do throws(PostgresError) {
            _ = try connection.uncancellable { () throws(PostgresError) in
                try connection.run(release)
            }
        } catch {
            connection.close()
        }
    }
}

extension Connection {
    /// Runs `body` while this session has the lock; nil where another one has it.
    ///
    /// The lock is given back whatever becomes of `body`, and of the task.
    func holding<Value: Sendable>(
        _ lock: SessionLock,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value? {
        guard try lock.isTaken(by: self) else { return nil }
        defer { lock.giveBack(by: self) }
        return try await body()
    }
}
