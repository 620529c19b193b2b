import RedlinePostgres
import TestSupport
import Testing

@Suite("Roll-ups of threads")
struct ThreadRollUpTests {
    @Test("look each thread up by its key, also where their table was thought to be empty")
    func lookUps() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                try await connection.transaction { connection in
                    try connection.execute(Self.rollUp, [.text("2026-03-01T12:00:00Z")])
                    // As an analysis leaves it of what was taken back, or is about to be filled.
                    try connection.execute(
                        "update pg_class set reltuples = 0, relpages = 1 "
                            + "where relname like 'rollup_thread_day%'"
                    )
                    let before = try Self.lookUps(on: connection)
                    try connection.execute(Self.rollUp, [.text("2026-03-02T12:00:00Z")])
                    #expect(try Self.lookUps(on: connection) - before == 2_000)
                }
            }
        }
    }

    @Test("count a thread on each of its days, with the day before, in whatever order they come")
    func days() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                try await connection.transaction { connection in
                    for day in ["03", "01", "02", "01"] {
                        try connection.execute(Self.rollUp, [.text("2026-03-\(day)T12:00:00Z")])
                    }
                    let rows = try connection.execute(
                        """
                        select day, previous, threads from redline.rollup_thread
                        where dimension = '' and threads <> 0 order by day
                        """
                    )
                    #expect(
                        try rows.map { row in try (0..<3).map { try row[$0].string ?? "" } } == [
                            ["2026-03-01", "", "2000"],
                            ["2026-03-02", "2026-03-01", "2000"],
                            ["2026-03-03", "2026-03-02", "2000"],
                        ]
                    )
                }
            }
        }
    }

    /// A message of each of many threads.
    private static let rollUp = """
        select redline.roll_up_threads(array_agg(row(
          1, 'owner ' || number, $1::timestamptz, 'thread', null, null, null, null, 0, 0, false
        )::redline.rollup_interaction))
        from generate_series(1, 2000) as number
        """

    private static func lookUps(on connection: isolated Connection) throws -> Int {
        let rows = try connection.execute(
            """
            select idx_scan from pg_stat_xact_user_tables
            where schemaname = 'redline' and relname = 'rollup_thread_day'
            """
        )
        return try rows.first?["idx_scan"].int ?? 0
    }
}
