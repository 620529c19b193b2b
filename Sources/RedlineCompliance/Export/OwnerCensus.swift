import Redline
import RedlinePostgres

/// How much is held on an owner: what an export would have, counted.
public struct OwnerCensus: Sendable {
    /// A table of an export.
    public struct Holding: Sendable {
        /// Its name, as the archive's members have it.
        public let name: String
        /// What it holds, in plain language.
        public let summary: String
        /// How many records of the owner it has.
        public let records: Int
    }

    /// The tables in the order of the archive.
    public let holdings: [Holding]

    /// All records, but for the audit trail: that somebody asked is not held on a person.
    public let records: Int

    /// Counts, as of one instant.
    ///
    /// - Throws: `PostgresError`.
    public init(of owner: Owner, _ pool: ConnectionPool) async throws {
        let counted = try await pool.withTransaction { connection in
            try connection.execute("set transaction isolation level repeatable read, read only")
            var counted: [Holding] = []
            for table in OwnerTable.all {
                try connection.execute(
                    "set local role \(table.isRecord ? "redline_compliance" : "none")"
                )
                let file = table.statement.file
                let rows = try connection.executePrepared(
                    "select count(*) as records from (\n\(file.sql)) as item",
                    file.bind(["owner": .text(owner.name)])
                )
                counted.append(
                    Holding(
                        name: table.name,
                        summary: table.summary,
                        records: try rows.first?["records"].int ?? 0
                    )
                )
            }
            return counted
        }
        holdings = counted
        records = counted.filter { $0.name != OwnerTable.audit }.reduce(0) { $0 + $1.records }
    }
}
