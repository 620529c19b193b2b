import RedlinePostgres

extension OwnerErasures {
    /// How long all of it may take; what is left then is left to autovacuum.
    private static let vacuumTime = Duration.seconds(300)
    /// Tables that it is done for at most.
    private static let mostVacuumed = 200

    /// Lets PostgreSQL use again the space of what an erasure removed; how many tables it did so for.
    ///
    /// It is done as well as can be: a table that somebody else works on is left to autovacuum, and
    /// so is all where whoever is logged in does not own the tables. Nobody waits for it.
    @discardableResult
    public func vacuum(after id: String) async -> Int {
        guard
            let names = try? await pool.withTransaction(
                role: OwnerHolds.role,
                { connection in
                    try connection.run(.touchedTables, ["erasure_id": .text(id)])
                        .compactMap { try $0["name"].string }
                }
            ), !names.isEmpty, let connection = try? await Connection.connect(options)
        else { return 0 }
        let start = ContinuousClock.now
        var done = 0
        for name in names.prefix(Self.mostVacuumed) {
            guard ContinuousClock.now - start < Self.vacuumTime, !Task.isCancelled else { break }
            do {
                // The names are quoted: PostgreSQL made them.
                try await connection.executeScript("set statement_timeout = '60s'")
                try await connection.executeScript("vacuum (skip_locked) \(name)")
                done += 1
            } catch {
                continue
            }
        }
        await connection.close()
        return done
    }
}

extension RecordingStatement {
    fileprivate static let touchedTables = Self("touched_tables")
}
