import GRDB
import Redline

extension Spool {
    /// A record that the database refused, without its content.
    public struct Refused: Sendable, Equatable {
        /// By what it is named to retry or to discard it.
        public let number: Int64
        /// When it was accepted.
        public let acceptedAt: Timestamp
        /// `interaction`, or the name of the stage.
        public let kind: String
        /// Whose it is; nil where its workflow alone would have said so.
        public let owner: Owner?
        /// The id of the workflow or of the interaction.
        public let recordID: String
        /// Why it was refused.
        public let reason: String
    }

    /// The part of the limit that refused records may take beside what waits: one in so many.
    static let refusedShare = 4

    /// About what a refused record takes on the disk.
    private static let size = """
        length(body) + length(body) / 500 + 200 + iif(length(body) > 3000, 4096, 0)
        """

    static func prepareRefused(_ database: Database) throws {
        try database.execute(
            sql: "create index if not exists refused_of_owner on refused (owner)"
        )
    }

    static func refusedBytes(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: "select coalesce(sum(\(size)), 0) from refused"
        ) ?? 0
    }

    /// Removes refused records until the others fit into that many bytes: the oldest of the owner
    /// who has most of them, so that nobody can drive out what others have there.
    ///
    /// - Returns: What was removed.
    static func makeWay(_ bytes: Int, _ database: Database) throws -> [Refused] {
        guard try refusedBytes(database) > bytes else { return [] }
        var shares: [String?: Int] = [:]
        let rows = try Row.fetchAll(
            database,
            sql: "select owner, sum(\(size)) as bytes from refused group by owner"
        )
        for row in rows { shares[row["owner"]] = row["bytes"] }
        var total = shares.values.reduce(0, +)
        var removed: [Refused] = []
        while total > bytes, let largest = shares.max(by: { $0.value < $1.value })?.key {
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        delete from refused where sequence =
                          (select min(sequence) from refused where owner is ?)
                        returning *, \(size) as bytes
                        """,
                    arguments: [largest]
                )
            else { break }
            let size: Int = row["bytes"]
            shares[largest, default: 0] -= size
            total -= size
            removed.append(Refused(row))
        }
        return removed
    }

    /// The records that the database refused, in the order in which they came.
    ///
    /// - Throws: `SpoolError`.
    public func refused() async throws(SpoolError) -> [Refused] {
        do {
            return try await queue.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        select sequence, accepted_at, kind, owner, record_id, reason
                        from refused order by sequence
                        """
                ).map(Refused.init)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Puts refused records behind those that wait, to be tried again.
    ///
    /// The limit does not hold for them: it was their senders who were answered, once.
    ///
    /// - Returns: The numbers of those that were there.
    /// - Throws: `SpoolError`.
    public func retry(_ numbers: [Int64]) async throws(SpoolError) -> [Int64] {
        let columns = """
            accepted_at, kind, owner, record_id, is_id_made, requires_workflow, idempotency_key, body
            """
        do {
            return try await write { database in
                try numbers.filter { number in
                    try database.execute(
                        sql: """
                            insert into entry (\(columns))
                            select \(columns) from refused where sequence = ?
                            """,
                        arguments: [number]
                    )
                    return try Self.discard(number, database)
                }
            } then: { [self] database in
                try recount(database)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Removes refused records for good.
    ///
    /// - Returns: The numbers of those that were there.
    /// - Throws: `SpoolError`.
    public func discard(_ numbers: [Int64]) async throws(SpoolError) -> [Int64] {
        do {
            return try await write { database in
                try numbers.filter { try Self.discard($0, database) }
            } then: { database in
                // What was taken out is in the journal yet.
                _ = try Row.fetchAll(database, sql: "pragma wal_checkpoint(truncate)")
            }
        } catch {
            throw SpoolError(error)
        }
    }

    private static func discard(_ number: Int64, _ database: Database) throws -> Bool {
        try database.execute(sql: "delete from refused where sequence = ?", arguments: [number])
        return database.changesCount > 0
    }
}

extension Spool.Refused {
    init(_ row: Row) {
        number = row["sequence"]
        acceptedAt = Timestamp(microseconds: row["accepted_at"])
        kind = row["kind"]
        owner = (row["owner"] as String?).flatMap { Owner($0) }
        recordID = row["record_id"]
        reason = row["reason"]
    }
}
