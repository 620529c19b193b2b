import GRDB
import Redline

extension Spool {
    /// The records of one workflow, or one interaction, that took too long and wait apart.
    struct Delay: Sendable {
        /// The id of the workflow or of the interaction.
        let recordID: String
        /// How often it took too long.
        let attempts: Int
    }

    static func prepareDelays(_ database: Database) throws {
        try database.execute(
            sql: """
                create table if not exists delayed (
                  record_id text primary key,
                  attempts integer not null,
                  until integer not null
                )
                """
        )
    }

    /// Has all records with that id wait apart until then: what comes later may build on what came
    /// first.
    ///
    /// - Returns: How often it took too long by now.
    /// - Throws: `SpoolError`.
    func delay(_ recordID: String, until: Timestamp) async throws(SpoolError) -> Int {
        do {
            return try await write { database in
                try Int.fetchOne(
                    database,
                    sql: """
                        insert into delayed (record_id, attempts, until) values (?, 1, ?)
                        on conflict do update
                          set attempts = attempts + 1, until = excluded.until
                        returning attempts
                        """,
                    arguments: [recordID, until.microseconds]
                ) ?? 1
            } then: { [self] database in
                try recount(database)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// The records that are delayed, those whose turn is first before the others.
    ///
    /// - Throws: `SpoolError`.
    func delays(until now: Timestamp? = nil) async throws(SpoolError) -> [Delay] {
        do {
            return try await queue.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        select record_id, attempts from delayed
                        where until <= ? order by until, record_id
                        """,
                    arguments: [now?.microseconds ?? .max]
                ).map { Delay(recordID: $0["record_id"], attempts: $0["attempts"]) }
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// The records with that id, in order.
    ///
    /// - Throws: `SpoolError`.
    func delayed(_ recordID: String, _ count: Int) async throws(SpoolError) -> [SpoolEntry] {
        do {
            return try await queue.read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: "select * from entry where record_id = ? order by sequence limit ?",
                    arguments: [recordID, count]
                )
                return try Self.entries(rows, bytes: Self.batchByteLimit)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Ends a delay of which nothing waits any more; whether it did.
    ///
    /// - Throws: `SpoolError`.
    func endDelay(_ recordID: String) async throws(SpoolError) -> Bool {
        do {
            return try await write { database in
                try database.execute(
                    sql: """
                        delete from delayed where record_id = ?1
                          and not exists (select 1 from entry where record_id = ?1)
                        """,
                    arguments: [recordID]
                )
                return database.changesCount > 0
            } then: { [self] database in
                try recount(database)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    static func delayedCount(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: "select count(*) from entry where record_id in (select record_id from delayed)"
        ) ?? 0
    }
}
