import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Roll-ups")
struct RollUpTests {
    @Test(
        "give what the records give, whatever comes when, and after an owner is taken out",
        arguments: 1...4
    )
    func same(seed: Int) async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            try await record(seed: UInt64(seed), now: now, into: database)
            let before = try await Self.verified(database)
            #expect(before.figures > 1_000)
            #expect(before.differences.map(\.description).prefix(3) == [])

            try await Self.forget("bob", in: database)
            let after = try await Self.verified(database)
            #expect(after.figures < before.figures)
            #expect(after.differences.map(\.description).prefix(3) == [])
            #expect(try await Self.mentions(of: "bob", in: database) == [])
        }
    }

    @Test("are named where they differ from the records, and put right by counting afresh")
    func differences() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            try await record(seed: 9, now: now, into: database)
            let rollUps = RollUps(database.options)
            for (table, change) in Self.damages {
                try await database.rows("update redline.\(table) set \(change)")
                let damaged = try await Self.verified(database)
                #expect(!damaged.differences.isEmpty, "\(table): \(change)")
                try await rollUps.rebuild()
            }
            await rollUps.close()
            let mended = try await Self.verified(database)
            #expect(mended.differences.map(\.description).prefix(3) == [])
        }
    }

    @Test("count what was recorded before they were there")
    func firstBuild() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            var calls = try RandomCalls(seed: 3, now: now)
            let writer = RecordWriter(database.options)
            for batch in calls.batches() { _ = try await writer.write(batch) }
            await writer.close()
            try await database.rows("delete from redline.rollup_pending")
            try await database.rows("update redline.rollup_state set is_built = false")
            let unbuilt = try await Self.activity(of: database, now: now)
            #expect(unbuilt.isExact)
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            #expect(try await rollUps.state().isBuilt)
            await rollUps.close()
            let built = try await Self.activity(of: database, now: now)
            #expect(!built.isExact)
            #expect(built.rows.map { $0.prefix(8) } == unbuilt.rows.map { $0.prefix(8) })
            #expect(
                try await Self.verified(database).differences.map(\.description).prefix(3) == []
            )
        }
    }

    @Test("take out the rate that they counted, when a late first summary makes it another")
    func changedRate() async throws {
        let now = "\(Self.start)"
        let records = [
            SampleStages.initialSummary(timestamp: nil),
            SampleStages.deliverable(revision: 2, timestamp: nil),
            SampleStages.initialSummary(revision: 2, timestamp: nil)
                .replacing("An invoice of ACME Co over 100.00", with: "An invoice"),
        ]
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let rollUps = RollUps(database.options)
            var rates: [String] = []
            for record in records {
                _ = try await writer.write([try prepare(record, at: now)])
                try await rollUps.catchUp()
                rates += try await database.column(
                    "select coalesce(sum(ter_edits), 0) from redline.rollup_review where dimension = ''"
                )
                let verified = try await Self.verified(database)
                #expect(verified.differences.map(\.description) == [])
            }
            #expect(rates == ["0", "1", "5"])
            await writer.close()
            await rollUps.close()
        }
    }

    @Test("leave confidences that are finer than they hold to the records")
    func finerConfidence() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let rollUps = RollUps(database.options)
            var counts: [[ReportCell]] = []
            for (id, confidence) in [(1, "0.9875"), (2, "0.98751")] {
                let workflow = "019cb82e-c9c0-7abc-8def-00000000000\(id)"
                let initial = SampleStages.initialSummary(id: workflow, timestamp: nil)
                    .replacing("\"/total\":0.99", with: "\"/total\":\(confidence)")
                let final = SampleStages.deliverable(id: workflow, timestamp: nil)
                _ = try await writer.write([
                    try prepare(initial, at: "\(now)"), try prepare(final, at: "\(now)"),
                ])
                try await rollUps.catchUp()
                // The records know nothing of it.
                try await database.rows("update redline.rollup_confidence set i31 = i31 + 5")
                let pool = ConnectionPool(database.options, limits: .init(connections: 1))
                let report = try await ReportRunner(pool).run(
                    "calibration",
                    ["from": "2020-01-01"],
                    as: .analyst,
                    by: .user("test"),
                    now: now
                )
                await pool.shutdown()
                counts.append([report.rows[6][2], report.rows[9][2]])
            }
            await writer.close()
            await rollUps.close()
            #expect(counts == [[.integer(6), .integer(6)], [.integer(2), .integer(2)]])
        }
    }

    @Test("leave a report's data_through at the first record that they lack")
    func dataThrough() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            let calls = try RandomCalls(seed: 5, now: now, count: 2)
            let rollUps = RollUps(database.options)
            let writer = RecordWriter(database.options)
            _ = try await writer.write([calls.records[0]])
            try await rollUps.catchUp()
            let behind = try await database.column("select clock_timestamp()::text")
            _ = try await writer.write([calls.records[1]])
            let first = try await Self.activity(of: database, now: now)
            #expect(first.rows.map { $0[1] } == [.integer(1)])
            let since = try await database.column(
                "select (min(queued_at) > '\(behind[0])')::text from redline.rollup_pending"
            )
            #expect(since == ["true"])
            let through = try instant(first.dataThrough)
            let queued = try await database.column(
                "select extract(epoch from min(queued_at)) from redline.rollup_pending"
            )
            #expect(abs((Double(queued[0]) ?? 0) - Double(through.microseconds) / 1e6) < 0.001)
            try await rollUps.catchUp()
            let second = try await Self.activity(of: database, now: now)
            #expect(try instant(second.dataThrough) > through)
            #expect(second.rows.reduce(0) { $0 + ($1[1] == .integer(1) ? 1 : 2) } == 2)
            await writer.close()
            await rollUps.close()
        }
    }

    /// The records were accepted within the hour after it.
    private static var start: Timestamp {
        Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
    }

    private static let damages = [
        ("rollup_review", "reviewed = reviewed + 1 where dimension = 'model'"),
        ("rollup_review", "sum_af = sum_af + 1 where dimension = ''"),
        ("rollup_review", "sum_kf = sum_kf + 1 where dimension = 'model' and is_first_revision"),
        ("rollup_review", "timed = timed + 1 where dimension = 'document_type+model'"),
        ("rollup_field", "added = added + 1 where dimension = ''"),
        ("rollup_workflow", "regenerated = regenerated + 1 where dimension = 'format'"),
        ("rollup_workflow", "completed = completed - 1 where dimension = 'document_type+model'"),
        (
            "rollup_histogram",
            """
            c0 = c0 + 40
            where measure = 'seconds_to_complete' and dimension = 'document_type+model'
            """
        ),
        ("rollup_confidence", "c16 = c16 - 1 where dimension = '' and i16 > 0"),
        ("rollup_confidence", "i31 = i31 + 1 where dimension = 'model'"),
        ("rollup_outcome", "kept_words = kept_words + 1 where dimension = 'template'"),
        ("rollup_outcome", "contradictions = contradictions - 1 where dimension = ''"),
        ("rollup_preference", "workflows = workflows + 1 where dimension = 'model'"),
        ("rollup_histogram", "c0 = c0 + 40 where measure = 'latency_ms' and block > 12"),
        ("rollup_correction", "owners = ~owners where dimension = ''"),
        ("rollup_editor", "fast_reviews = fast_reviews + 1"),
        ("rollup_editor", "fields_edited = fields_edited + 1"),
        (
            "rollup_editor",
            "bucket = array_fill((bucket[1] + 40)::smallint, array[cardinality(bucket)])"
        ),
        ("rollup_activity", "repeats = repeats + 1 where dimension = 'source'"),
        ("rollup_thread", "threads = threads + 1 where dimension = ''"),
        ("rollup_tool", "calls = calls + 1 where dimension = 'tool'"),
        ("rollup_tool", "failures = calls + 1 where dimension = ''"),
        (
            "rollup_failure",
            """
            failures = failures + 500
            where digest = (select digest from redline.rollup_failure order by digest limit 1)
            """
        ),
    ]

    /// Workflows and interactions by several writers at once, some of them measured later, while two
    /// keepers roll up what has come so far.
    private func record(
        seed: UInt64,
        now: Timestamp,
        into database: MigratedDatabase
    ) async throws {
        let options = database.options
        var workflows = try RandomWorkflows(
            seed: seed,
            now: now,
            atOnce: MeasuringWork(steps: seed % 2 == 0 ? 12_000 : 1_000_000)
        )
        var calls = try RandomCalls(seed: seed, now: now)
        let arrival = workflows.arrival()
        let shares =
            (0..<2).map { share in
                workflows.batches(
                    of: stride(from: share, to: arrival.count, by: 2).map { arrival[$0] }
                )
            } + [calls.batches()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for batches in shares {
                group.addTask {
                    let writer = RecordWriter(options, atOnce: MeasuringWork(steps: 600))
                    for batch in batches { _ = try await writer.write(batch) }
                    await writer.close()
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    let rollUps = RollUps(options)
                    for _ in 0..<6 { try await rollUps.catchUp() }
                    await rollUps.close()
                }
            }
            try await group.waitForAll()
        }
        let measuring = LateMeasuring(options)
        try await measuring.measure()
        await measuring.close()
        let rollUps = RollUps(options)
        try await rollUps.catchUp()
        await rollUps.close()
    }

    static func verified(
        _ database: MigratedDatabase
    ) async throws -> RollUpVerification.Outcome {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let verification = RollUpVerification(try ReportRunner(pool).catalog, database.options)
        await pool.shutdown()
        return try await verification.run()
    }

    private static func activity(
        of database: MigratedDatabase,
        now: Timestamp
    ) async throws
        -> Report
    {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let report = try await ReportRunner(pool).run(
            "activity",
            [:],
            as: .analyst,
            by: .user("test"),
            now: now
        )
        await pool.shutdown()
        return report
    }

    /// Takes an owner out of the roll-ups, and then the owner's records out of the tables.
    static func forget(_ owner: String, in database: MigratedDatabase) async throws {
        try await database.withConnection { connection in
            try await connection.transaction { connection in
                try connection.execute("set transaction isolation level repeatable read")
                try connection.execute("select redline.forget_in_rollups($1)", [.text(owner)])
                for table in [
                    "correction", "export_stage", "pending_measure", "workflow", "tool_call",
                    "interaction", "interaction_key", "thread",
                ] {
                    try connection.execute(
                        "delete from redline.\(table) where owner = $1",
                        [.text(owner)]
                    )
                }
            }
        }
    }

    /// The roll-ups that still name an owner.
    private static func mentions(
        of owner: String,
        in database: MigratedDatabase
    ) async throws -> [String] {
        let tables = try await database.column(
            "select tablename from pg_tables where schemaname = 'redline' and tablename like 'rollup%'"
        )
        var found: [String] = []
        for table in tables {
            let rows = try await database.column(
                "select count(*) from redline.\(table) r where r::text ~ '[(,/]\(owner)[,/)]'"
            )
            if rows != ["0"] { found.append(table) }
        }
        return found
    }
}
