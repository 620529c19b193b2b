import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Editors")
struct EditorSpanTests {
    @Test("are what the records give, by days and by days put together, whatever comes later")
    func same() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(
                seed: 21,
                now: now,
                atOnce: MeasuringWork(steps: 1_000_000)
            )
            let arrival = workflows.arrival()
            let half = arrival.count / 2
            try await Self.record(workflows.batches(of: Array(arrival[..<half])), into: database)
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.joined(in: database) > 20)
            try await compare(database, now: now)

            // Spans whose days have changed are left alone until nothing has for a while.
            let before = try await Self.joined(in: database)
            try await Self.record(workflows.batches(of: Array(arrival[half...])), into: database)
            try await database.rows("select redline.join_days()")
            #expect(try await Self.joined(in: database) < before)
            try await compare(database, now: now)
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.joined(in: database) >= before)
            try await compare(database, now: now)

            try await RollUpTests.forget("bob", in: database)
            #expect(try await Self.owners(in: database).contains("bob") == false)
            try await compare(database, now: now)
        }
    }

    @Test("are named where spans differ from their days, and put right by counting afresh")
    func differences() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(seed: 22, now: now)
            try await Self.record(workflows.batches(of: workflows.arrival()), into: database)
            try await database.rows("select redline.join_days('0')")
            for damage in [
                "reviews = reviews + 1", "untouched = untouched + 1",
                "editing_seconds = editing_seconds + 0.1", "fast_reviews = fast_reviews + 1",
                "upto = array(select item + 1 from unnest(upto) as item) where timed > 0",
            ] {
                try await database.rows("update redline.rollup_editor_span set \(damage)")
                let damaged = try await RollUpTests.verified(database).differences
                let spans = damaged.filter { $0.grouping == "span" }
                #expect(!spans.isEmpty, "\(damage)")
                #expect(Set(damaged.map(\.report)) == ["editors"], "\(damage)")
                let rollUps = RollUps(database.options)
                try await rollUps.rebuild()
                await rollUps.close()
            }
            #expect(try await RollUpTests.verified(database).differences == [])
        }
    }

    @Test("are shown as long as the last record of a day is kept, and go with it")
    func expiry() async throws {
        try await MigratedDatabase.with { database in
            for (owner, days) in [("new@example.com", 5), ("old@example.com", 20)] {
                try await AgedRecords.record(3, owner, days: days, in: database)
            }
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.owners(in: database) == ["new@example.com", "old@example.com"])

            // A shorter time for everybody, then a shorter one for one owner.
            try await database.run(
                "update redline.setting set value = '15' where name = 'export_retention_days'"
            )
            #expect(try await Self.owners(in: database) == ["new@example.com"])
            try await database.run("select redline.remove_past_rows()")
            #expect(try await Self.held(in: database) == ["new@example.com"])
            try await database.run(
                """
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                values ('new@example.com', 'export', 2, 'test')
                """
            )
            #expect(try await Self.owners(in: database) == [])
            try await database.run(
                """
                insert into redline.owner_hold (owner, reason, placed_by)
                values ('new@example.com', 'a dispute', 'test')
                """
            )
            try await database.run("select redline.remove_past_rows()")
            let days = "select distinct owner from redline.rollup_editor"
            #expect(try await database.column(days) == ["new@example.com"])
            try await database.run("delete from redline.owner_hold")
            try await database.run("select redline.remove_past_rows()")
            #expect(try await Self.held(in: database) == [])
        }
    }

    @Test("write nothing where a later record changes nothing of them")
    func unchanged() async throws {
        let now = "\(Self.start)"
        try await MigratedDatabase.with { database in
            let version = "select xmin::text, ctid::text from redline.rollup_editor"
            try await Self.record(
                [
                    try [
                        SampleStages.initialSummary(timestamp: nil),
                        SampleStages.modifications(timestamp: nil),
                        SampleStages.deliverable(timestamp: nil),
                    ].map { try prepare($0, at: now) }
                ],
                into: database
            )
            let first = try await database.rows(version)
            #expect(first.count == 1)
            try await Self.record(
                [[try prepare(SampleStages.feedback(timestamp: nil), at: now)]],
                into: database
            )
            #expect(try await database.rows(version) == first)
        }
    }

    private static var start: Timestamp {
        Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
    }

    private static func record(
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

    /// The rows of spans that answer.
    private static func joined(in database: MigratedDatabase) async throws -> Int {
        let counted = try await database.column(
            """
            select count(*) from redline.rollup_editor_span
            join redline.rollup_span using (span) where editors_changed_at is null
            """
        )
        return Int(counted[0]) ?? 0
    }

    /// The owners whom days or spans name.
    private static func held(in database: MigratedDatabase) async throws -> [String] {
        try await database.column(
            """
            select owner from redline.rollup_editor
            union select owner from redline.rollup_editor_span order by 1
            """
        )
    }

    /// The owners whom the report names.
    private static func owners(in database: MigratedDatabase) async throws -> [String] {
        try await rows(["from": "2020-01-01"], of: database).rolledUp.map { row in
            guard case .text(let owner) = row[0] else { return "" }
            return owner
        }
    }

    /// Every period of a fortnight, however it lies to the weeks.
    private func compare(_ database: MigratedDatabase, now: Timestamp) async throws {
        let verified = try await RollUpTests.verified(database)
        #expect(verified.differences.map(\.description).prefix(3) == [])
        for back in 2...15 {
            for days in [3, 9] {
                let period = [
                    "from": now.adding(days: -back).date, "to": now.adding(days: days - back).date,
                ]
                let (rolledUp, counted) = try await Self.rows(period, of: database)
                #expect(rolledUp.count == counted.count, "\(period)")
                for (left, right) in zip(rolledUp, counted) {
                    let exact = [0, 1, 2, 3, 4, 6]
                    #expect(exact.map { left[$0] } == exact.map { right[$0] }, "\(period)")
                    #expect(Self.isNear(left[5], right[5]), "\(period)")
                }
            }
        }
    }

    /// The median comes from buckets that are within 1 % of their values.
    private static func isNear(_ one: ReportCell, _ other: ReportCell) -> Bool {
        guard case .number(let left) = one, case .number(let right) = other,
            let left = Double(left), let right = Double(right)
        else { return one == other }
        return abs(left - right) <= 0.0100001 * right
    }

    /// The rows of the report from the roll-ups, and from the records.
    private static func rows(
        _ arguments: [String: String],
        of database: MigratedDatabase
    ) async throws -> (rolledUp: [[ReportCell]], counted: [[ReportCell]]) {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let runner = try ReportRunner(pool)
        let now = Timestamp.now
        func rows(_ more: [String: String]) async throws -> [[ReportCell]] {
            try await runner.run(
                "editors",
                arguments.merging(more) { $1 },
                as: .analyst,
                by: .user("test"),
                now: now
            ).rows
        }
        let found = (try await rows([:]), try await rows(["as_of": "\(now)"]))
        await pool.shutdown()
        return found
    }
}
