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

    /// Counts: most of what is held on somebody are stages of exports, which takes as long as all the
    /// rest, and is done beside it.
    ///
    /// - Throws: `PostgresError`.
    public init(of owner: Owner, _ pool: ConnectionPool) async throws {
        let isLargest: @Sendable (OwnerTable) -> Bool = { $0.table == "export_stage" }
        async let largest = Self.count(OwnerTable.all.filter(isLargest), of: owner, pool)
        async let others = Self.count(OwnerTable.all.filter { !isLargest($0) }, of: owner, pool)
        let counted = try await (largest + others)
        holdings = OwnerTable.all.compactMap { table in counted.first { $0.name == table.name } }
        records = holdings.filter { $0.name != OwnerTable.audit }.reduce(0) { $0 + $1.records }
    }

    /// Counts what tables hold, all of them as of one instant.
    private static func count(
        _ tables: [OwnerTable],
        of owner: Owner,
        _ pool: ConnectionPool
    ) async throws -> [Holding] {
        try await pool.withTransaction { connection in
            try connection.execute("set transaction isolation level repeatable read, read only")
            var counted: [Holding] = []
            for table in tables {
                try connection.execute(
                    "set local role \(table.isRecord ? "redline_compliance" : "none")"
                )
                let statement = table.statement
                let rows = try connection.executePrepared(
                    "select count(*) as records from (\n\(statement.unsorted)) as item",
                    statement.file.bind(["owner": .text(owner.name)])
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
    }
}
