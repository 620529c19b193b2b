import GRDB
import Redline

extension Spool {
    /// Whether something of an owner waits, was refused, or is a turn that is not over yet.
    ///
    /// - Throws: `SpoolError`.
    public func hasRecords(of owner: Owner) async throws(SpoolError) -> Bool {
        do {
            return try await queue.read { database in
                try Bool.fetchOne(
                    database,
                    sql: """
                        select exists (select 1 from entry where owner = ?)
                          or exists (select 1 from refused where owner = ?)
                          or exists (select 1 from open_turn where owner = ?)
                        """,
                    arguments: [owner.name, owner.name, owner.name]
                ) ?? false
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Removes everything of an owner for good: what waits, what was refused, and turns of theirs.
    ///
    /// - Returns: How many records there were.
    /// - Throws: `SpoolError`.
    public func remove(of owner: Owner) async throws(SpoolError) -> Int {
        do {
            return try await write { database in
                var removed = 0
                for table in ["entry", "refused", "open_turn"] {
                    try database.execute(
                        sql: "delete from \(table) where owner = ?",
                        arguments: [owner.name]
                    )
                    removed += database.changesCount
                }
                return removed
            } then: { [self] database in
                try recount(database)
                // What was taken out is in the journal yet.
                _ = try Row.fetchAll(database, sql: "pragma wal_checkpoint(truncate)")
            }
        } catch {
            throw SpoolError(error)
        }
    }
}
