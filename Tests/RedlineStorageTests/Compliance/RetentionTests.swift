import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Retention")
struct RetentionTests {
    private static let actor = AuditActor.user("test")

    @Test("drops weeks that are past their time, and keeps of them what came late and what is held")
    func weeks() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let retention = Retention(pool)
            let holds = OwnerHolds(pool)
            let old = AgedRecords.daysAgo(39)
            var records: [PreparedRecord] = []
            for number in 0..<30 {
                records += try AgedRecords.workflow(number, "old@example.com", at: old)
                records += try AgedRecords.interaction(number, "old@example.com", at: old)
            }
            // Of the same week: on hold, and recorded only now.
            records += try AgedRecords.workflow(40, "held@example.com", at: old)
            records += try AgedRecords.interaction(40, "held@example.com", at: old)
            records += try AgedRecords.workflow(
                41,
                "late@example.com",
                at: old,
                accepted: AgedRecords.daysAgo(1)
            )
            records += try AgedRecords.interaction(
                41,
                "late@example.com",
                at: old,
                accepted: AgedRecords.daysAgo(1)
            )
            records += try AgedRecords.workflow(42, "new@example.com", at: AgedRecords.daysAgo(2))
            records += try AgedRecords.interaction(
                42,
                "new@example.com",
                at: AgedRecords.daysAgo(2)
            )
            let writer = RecordWriter(database.options)
            _ = try await writer.write(records)
            await writer.close()
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            let figures = try await AgedRecords.figures(in: database)
            let held = try #require(Owner("held@example.com"))
            _ = try await holds.hold(held, reason: "a claim", by: Self.actor)

            let plan = try await retention.plan().filter { $0.gone > 0 }
            #expect(Set(plan.map(\.kind)) == ["export", "interaction"])
            #expect(plan.map(\.gone).sorted() == [30, 60])
            #expect(plan.map(\.stay).sorted() == [2, 4])
            let run = try #require(try await retention.run(by: Self.actor))
            #expect(run.weeks >= 2 && run.left == 0 && run.freedBytes > 0)
            let kept = ["held@example.com", "late@example.com", "new@example.com"]
            for table in ["export_stage", "correction", "workflow", "interaction", "tool_call"] {
                let owners = try await Self.owners(of: table, in: database)
                #expect(owners == kept, "\(table)")
            }
            #expect(try await Self.owners(of: "interaction_key", in: database) == kept)
            #expect(
                try await database.column(
                    "select count(*) from pg_class where relname ~ '^retired_[0-9]'"
                ) == ["0"]
            )

            // Roll-ups outlive the records, and a count afresh leaves the days of those alone.
            #expect(try await AgedRecords.figures(in: database) == figures)
            #expect(try await RollUpTests.verified(database).differences.map(\.description) == [])
            try await rollUps.rebuild()
            #expect(try await AgedRecords.figures(in: database) == figures)
            await rollUps.close()

            // Compliance sees again what is held, and nobody else does.
            let count = "select count(*) from redline.interaction where owner = 'held@example.com'"
            let seen = try await [
                database.column(count, role: "redline_compliance"),
                database.column(count, role: "redline_miner"),
                database.column(count, role: "redline_owner", owner: "held@example.com"),
            ]
            #expect(seen == [["1"], ["0"], ["0"]])

            // Released, it goes.
            _ = try await holds.release(held, id: nil, by: Self.actor)
            try await database.rows("update redline.partition_week set look_again_at = '-infinity'")
            _ = try await retention.run(by: Self.actor)
            #expect(
                try await Self.owners(of: "interaction", in: database)
                    == ["late@example.com", "new@example.com"]
            )
            // The week can be written into again.
            let again = RecordWriter(database.options)
            let outcomes = try await again.outcomes(
                AgedRecords.interaction(
                    50,
                    "back@example.com",
                    at: old,
                    accepted: AgedRecords.daysAgo(0)
                )
            )
            await again.close()
            #expect(outcomes.allSatisfy { $0.hasPrefix("recorded") })
            await pool.shutdown()
        }
    }

    @Test("keeps a thread as long as its newest message")
    func threads() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let writer = RecordWriter(database.options)
            for (thread, id) in [("goes", "a"), ("stays", "b")] {
                _ = try await writer.write([
                    try prepare(SampleInteractions.plain(id: id, timestamp: nil, thread: thread))
                ])
            }
            try await database.rows(
                "update redline.thread set recorded_at = recorded_at - interval '31 days'"
            )
            _ = try await writer.write([
                try prepare(SampleInteractions.plain(id: "c", timestamp: nil, thread: "stays"))
            ])
            await writer.close()
            _ = try await Retention(pool).run(by: Self.actor)
            await pool.shutdown()
            #expect(try await database.column("select thread_id from redline.thread") == ["stays"])
        }
    }

    @Test("goes on where it was broken off, and leaves nothing to find for an erasure meanwhile")
    func brokenOff() async throws {
        try await MigratedDatabase.with { database in
            let old = AgedRecords.daysAgo(39)
            let writer = RecordWriter(database.options)
            for (number, owner) in ["gone@example.com", "old@example.com"].enumerated() {
                _ = try await writer.write(
                    try AgedRecords.workflow(number, owner, at: old)
                        + AgedRecords.interaction(number, owner, at: old)
                )
            }
            await writer.close()
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            let freed = try await database.column(
                """
                select redline.retire_week(kind, redline.week_of('\(old)')) > 0
                from unnest(array['export', 'interaction']) as kind
                """
            )
            #expect(freed == ["t", "t"])
            #expect(try await Self.owners(of: "interaction", in: database) == [])
            #expect(try await Self.owners(of: "interaction_key", in: database).count == 2)

            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let owner = try #require(Owner("gone@example.com"))
            _ = try await OwnerErasures(pool, database.options).erase(
                owner,
                spool: nil,
                by: Self.actor
            )
            for table in try await database.column(
                "select quote_ident(tablename) from pg_tables where schemaname = 'redline'"
            ) {
                let found = try await database.column(
                    "select count(*) from redline.\(table) r where strpos(r::text, '\(owner.name)') > 0"
                )
                #expect(found == ["0"], "\(table)")
            }

            let run = try #require(try await Retention(pool).run(by: Self.actor))
            #expect(run.removed >= 3)
            await pool.shutdown()
            for table in ["interaction_key", "workflow", "rollup_counted"] {
                #expect(try await Self.owners(of: table, in: database) == [], "\(table)")
            }
            let left = try await database.column(
                "select count(*) from pg_class where relname ~ '^retired_[0-9]'"
            )
            #expect(left == ["0"])
        }
    }

    @Test(
        "removes nothing that is held and shows nothing that is past its time, on any calendar",
        arguments: [3, 17, 58]
    )
    func calendars(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            var random = SplitMix64(seed: seed)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let retention = Retention(pool)
            let holds = OwnerHolds(pool)
            let erasures = OwnerErasures(pool, database.options)
            let writer = RecordWriter(database.options)
            var calendar = Calendar()
            for step in 0..<24 {
                let owner = try #require(
                    Owner("o\(Int.random(in: 0..<5, using: &random))@example.com")
                )
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    for _ in 0..<6 {
                        let number = calendar.next()
                        let days = Int.random(in: 0..<44, using: &random)
                        let late = Int.random(in: 0..<4, using: &random) == 0 ? min(days, 2) : days
                        let records = try AgedRecords.interaction(
                            number,
                            owner.name,
                            at: AgedRecords.daysAgo(days),
                            accepted: AgedRecords.daysAgo(late)
                        )
                        let outcomes = try await writer.write(records)
                        guard case .recorded = outcomes.first else { continue }
                        calendar.records.append(
                            .init(owner: owner.name, number: number, days: late)
                        )
                    }
                case 2:
                    _ = try await holds.hold(owner, reason: "step \(step)", by: Self.actor)
                    calendar.held.insert(owner.name)
                case 3:
                    _ = try await holds.release(owner, id: nil, by: Self.actor)
                    calendar.held.remove(owner.name)
                case 4:
                    calendar.kept = [10, 30, 40][Int.random(in: 0..<3, using: &random)]
                    try await retention.set(.interaction, days: calendar.kept, by: Self.actor)
                    let run = try await retention.run(by: Self.actor)
                    #expect(run?.left == 0)
                    calendar.mayHaveGone()
                default:
                    do {
                        _ = try await erasures.erase(
                            owner,
                            evenIfAbsent: true,
                            spool: nil,
                            by: Self.actor
                        )
                        #expect(!calendar.held.contains(owner.name))
                        calendar.records.removeAll { $0.owner == owner.name }
                    } catch let error as ComplianceError {
                        #expect(error == .held && calendar.held.contains(owner.name))
                    }
                }
                try await Self.expect(calendar, in: database)
            }
            // Nothing is held any more, and everything is past its time in the end.
            for owner in calendar.held {
                _ = try await holds.release(
                    try #require(Owner(owner)),
                    id: nil,
                    by: Self.actor
                )
            }
            try await database.rows(
                "update redline.interaction set recorded_at = recorded_at - interval '90 days'"
            )
            try await database.rows(
                "update redline.interaction_key set recorded_at = recorded_at - interval '90 days'"
            )
            try await retention.set(.interaction, days: 1, by: Self.actor)
            _ = try await retention.run(by: Self.actor)
            let oldest = try await database.column(
                """
                select count(*) from redline.interaction
                where occurred_at < (redline.week_of(now() - interval '1 day'))::timestamptz
                """
            )
            #expect(oldest == ["0"])
            await writer.close()
            await pool.shutdown()
        }
    }

    // MARK: A model of what is kept

    private struct Calendar {
        struct Entry: Hashable {
            let owner: String
            let number: Int
            let days: Int
        }

        var records: [Entry] = []
        /// Records that may be gone: they were past their time, and not held, when a run was made.
        var gone: Set<Entry> = []
        var held: Set<String> = []
        var kept = 30
        private var last = 1_000

        mutating func next() -> Int {
            last += 1
            return last
        }

        mutating func mayHaveGone() {
            for record in records where record.days >= kept && !held.contains(record.owner) {
                gone.insert(record)
            }
        }
    }

    private static func expect(_ calendar: Calendar, in database: MigratedDatabase) async throws {
        let ids = "select interaction_id from redline.interaction order by interaction_id"
        let there = Set(try await database.column(ids))
        let certain = calendar.records.filter { !calendar.gone.contains($0) }
        let missing = certain.filter { !there.contains("i\($0.number)") }
        #expect(missing.isEmpty)
        #expect(there.isSubset(of: Set(calendar.records.map { "i\($0.number)" })))
        // Whoever is no compliance sees what is within its time, and nothing else.
        let seen = try await database.column(ids, role: "redline_miner")
        let readable = calendar.records.filter { record in
            record.days < calendar.kept && there.contains("i\(record.number)")
        }
        #expect(seen == readable.map { "i\($0.number)" }.sorted())
        let compliance = Set(try await database.column(ids, role: "redline_compliance"))
        let held = calendar.records.filter {
            calendar.held.contains($0.owner) && there.contains("i\($0.number)")
        }
        #expect(compliance == Set(seen).union(held.map { "i\($0.number)" }))
    }

    // MARK: What is there

    private static func owners(
        of table: String,
        in database: MigratedDatabase
    ) async throws -> [String] {
        try await database.column("select distinct owner from redline.\(table) order by owner")
    }
}
