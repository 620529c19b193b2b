import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Days of corrections that are joined")
struct CorrectionSpanTests {
    @Test("give what the records give, also after more comes in and after an owner is taken out")
    func same() async throws {
        let now = Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(
                seed: 11,
                now: now,
                atOnce: MeasuringWork(steps: 1_000_000)
            )
            let arrival = workflows.arrival()
            let half = arrival.count / 2
            try await record(workflows.batches(of: Array(arrival[..<half])), into: database)
            #expect(try await spans(of: database) == 0)
            try await database.rows("select redline.join_days('0')")
            #expect(try await spans(of: database) > 20)
            try await compare(database, now: now)

            try await record(workflows.batches(of: Array(arrival[half...])), into: database)
            try await compare(database, now: now)

            try await RollUpTests.forget("bob", in: database)
            try await compare(database, now: now)
        }
    }

    @Test("wait until their week is loaded, and until they are over")
    func quiet() async throws {
        let now = Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(seed: 12, now: now)
            let arrival = workflows.arrival()
            try await record(workflows.batches(of: arrival), into: database)
            let loaded = "update redline.rollup_correction_day set loaded_at = clock_timestamp()"
            try await database.rows(loaded)
            try await database.rows("select redline.join_days()")
            #expect(try await spans(of: database) == 0)
            try await database.rows(loaded + " - interval '11 min'")
            try await database.rows("select redline.join_days()")
            let joined = try await spans(of: database)
            #expect(joined > 20)
            let open = try await database.column(
                """
                select count(*) from redline.rollup_span
                where end_day > (now() at time zone 'UTC')::date
                """
            )
            #expect(open == ["0"])
            try await database.rows("select redline.join_days()")
            #expect(try await spans(of: database) == joined)
        }
    }

    @Test("hold nothing of an owner who is taken out after the records have gone")
    func erased() async throws {
        let now = Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(seed: 14, now: now)
            let arrival = workflows.arrival()
            try await record(workflows.batches(of: arrival), into: database)
            try await database.rows("select redline.join_days('0')")
            let number = try await database.column(
                "select number from redline.rollup_owner where owner = 'bob'"
            )
            let mentions = """
                select
                  count(*) filter (where split_part(earliest, '/', 6) = 'bob') > 0,
                  count(*) filter (where get_bit(owners, \(number[0])) = 1) > 0
                from redline.rollup_correction_span
                """
            let cells = "select sum(corrections) from redline.rollup_correction_span"
            let before = try await database.column(cells)
            #expect(try await database.rows(mentions) == [["t", "t"]])
            for table in ["correction", "export_stage", "pending_measure"] {
                try await database.rows("delete from redline.\(table) where owner = 'bob'")
            }
            try await RollUpTests.forget("bob", in: database)
            #expect(try await database.rows(mentions) == [["f", "f"]])
            #expect(try await database.column(cells) == before)
        }
    }

    @Test("are named where they differ from their days, and answer for weeks but not for days")
    func differences() async throws {
        let now = Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(seed: 13, now: now)
            let arrival = workflows.arrival()
            try await record(workflows.batches(of: arrival), into: database)
            try await database.rows("select redline.join_days('0')")
            let damages = [
                "corrections = corrections + 1", "owners = ~owners", "earliest = '2' || earliest",
                "last_seen = last_seen + interval '1 s'",
            ]
            for damage in damages {
                try await database.rows("update redline.rollup_correction_span set \(damage)")
                let damaged = try await RollUpTests.verified(database)
                #expect(Set(damaged.differences.map(\.grouping)) == ["span"], "\(damage)")
                let period = ["from": now.adding(days: -30).date]
                for (by, isDamaged) in [
                    ("field", true), ("week,field", true), ("day", false), ("month", false),
                ] {
                    let asked = period.merging(["by": by]) { $1 }
                    let (rolledUp, counted) = try await rows(asked, of: database)
                    #expect((rolledUp != counted) == isDamaged, "\(damage) by \(by)")
                }
                let rollUps = RollUps(database.options)
                try await rollUps.rebuild()
                await rollUps.close()
            }
            #expect(try await RollUpTests.verified(database).differences == [])
        }
    }

    /// Every period of a fortnight, however it lies to the weeks, by what spans answer.
    private func compare(_ database: MigratedDatabase, now: Timestamp) async throws {
        let verified = try await RollUpTests.verified(database)
        #expect(verified.differences.map(\.description).prefix(3) == [])
        for back in 2...15 {
            for days in [3, 9] {
                let period = [
                    "from": now.adding(days: -back).date,
                    "to": now.adding(days: days - back).date,
                    "by": ["field", "week", "document_type", "week,document_type"][back % 4],
                ]
                let (rolledUp, counted) = try await rows(period, of: database)
                #expect(rolledUp == counted, "\(period)")
            }
        }
    }

    /// The rows of correction_patterns from the roll-ups, and from the records.
    private func rows(
        _ arguments: [String: String],
        of database: MigratedDatabase
    ) async throws -> (rolledUp: [[ReportCell]], counted: [[ReportCell]]) {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let runner = try ReportRunner(pool)
        let now = Timestamp.now
        func rows(_ more: [String: String]) async throws -> [[ReportCell]] {
            let asked = arguments.merging(more) { $1 }
            return try await runner.run(
                "correction_patterns",
                asked,
                as: .analyst,
                by: .user("test"),
                now: now
            ).rows
        }
        let found = (try await rows([:]), try await rows(["as_of": "\(now)"]))
        await pool.shutdown()
        return found
    }

    private func record(
        _ batches: [[PreparedRecord]],
        into database: MigratedDatabase
    ) async throws {
        let writer = RecordWriter(database.options, atOnce: MeasuringWork(steps: 1_000_000))
        for batch in batches { _ = try await writer.write(batch) }
        await writer.close()
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        await rollUps.close()
    }

    private func spans(of database: MigratedDatabase) async throws -> Int {
        let counted = try await database.column("select count(*) from redline.rollup_span")
        return Int(counted[0]) ?? 0
    }
}
