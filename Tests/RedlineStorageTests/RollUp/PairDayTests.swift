import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Pairs of values")
struct PairDayTests {
    @Test(
        "are what the records give, from days put together and from what came since",
        arguments: 31...32
    )
    func same(seed: Int) async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(
                seed: UInt64(seed),
                now: now,
                atOnce: MeasuringWork(steps: seed % 2 == 0 ? 12_000 : 1_000_000)
            )
            let arrival = workflows.arrival()
            let half = arrival.count / 2
            try await Self.record(workflows.batches(of: Array(arrival[..<half])), into: database)
            try await compare(database, now: now)
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.days("is_settled and reviews > 0", in: database) > 3)
            #expect(try await Self.days("not is_settled or waiting > 0", in: database) == 0)
            try await compare(database, now: now)

            // Late stages, second revisions and records that come twice.
            try await Self.record(workflows.batches(of: Array(arrival[half...])), into: database)
            #expect(try await Self.days("is_settled and waiting > 0", in: database) > 0)
            try await database.rows("select redline.join_days()")
            try await compare(database, now: now)
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.days("not is_settled or waiting > 0", in: database) == 0)
            try await compare(database, now: now)

            try await RollUpTests.forget("bob", in: database)
            #expect(try await Self.days("not is_settled", in: database) > 0)
            try await compare(database, now: now)
            try await database.rows("select redline.join_days('0')")
            try await compare(database, now: now)
        }
    }

    @Test("are named where they differ from the records, and put right by counting afresh")
    func differences() async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(seed: 35, now: now)
            try await Self.record(workflows.batches(of: workflows.arrival()), into: database)
            try await database.rows("select redline.join_days('0')")
            for damage in [
                "rollup_pair set corrections = corrections + 1",
                "rollup_pair set known_corrections = known_corrections + 1",
                "rollup_pair set presented_corrections = presented_corrections + 1",
                "rollup_pair set owners = owners || 4000",
                "rollup_pair set presented = presented + 1",
                "rollup_pair set leaf_number = null",
                "rollup_presented set leaf_number = leaf_number || leaf_number",
                "rollup_presented_field set presented = presented + 1",
                "rollup_pair_total set corrections = 0",
            ] {
                try await database.rows("update redline.\(damage)")
                let damaged = try await RollUpTests.verified(database).differences
                #expect(Set(damaged.map(\.report)) == ["correction_pairs"], "\(damage)")
                let rollUps = RollUps(database.options)
                try await rollUps.rebuild()
                await rollUps.close()
            }
            #expect(try await RollUpTests.verified(database).differences == [])
        }
    }

    @Test("have their owners counted by bits where many of them are near each other")
    func manyOwners() async throws {
        try await MigratedDatabase.with { database in
            let now = "\(Self.start)"
            // Days that follow each other, by the times that the ids carry.
            let days = ["019cb82e-c9c0", "019cbd55-25c0", "019cc27b-81c0"]
            func record(_ owners: ClosedRange<Int>, on day: Int) async throws {
                let stages = try owners.map { number in
                    let id = "\(days[day])-7abc-8def-000000000\(100 + number)"
                    let owner = "o\(number)@example.com"
                    return try [
                        SampleStages.initialSummary(id: id, owner: owner, timestamp: nil),
                        SampleStages.modifications(id: id, owner: owner, timestamp: nil),
                    ].map { try prepare($0, at: now) }
                }
                try await Self.record([stages.flatMap(\.self)], into: database)
            }
            // Many on a day, and on the next one few, of whom some were there before.
            try await record(1...20, on: 0)
            try await record(18...22, on: 1)
            try await database.rows("select redline.join_days('0')")
            let counted = """
                select (select count(*) from redline.rollup_pair_owner),
                  (select array_agg(cardinality(owners) order by day) from redline.rollup_pair)
                """
            #expect(try await database.rows(counted) == [["1", "{NULL,5}"]])
            try await compare(database, now: Self.start)
            // Some whom the bits have, and one who is new.
            try await record(20...23, on: 2)
            #expect(try await Self.days("waiting > 0", in: database) == 1)
            try await compare(database, now: Self.start)

            let damage = "update redline.rollup_pair_owner set owners = set_bit(owners, 4000, 1)"
            try await database.rows(damage)
            let damaged = try await RollUpTests.verified(database).differences
            #expect(Set(damaged.map(\.report)) == ["correction_pairs"])
            // Somebody's erasure leaves nothing of them.
            try await RollUpTests.forget("o3@example.com", in: database)
            #expect(try await database.rows(counted) == [["0", "{5}"]])
            try await compare(database, now: Self.start)
        }
    }

    @Test("wait beside their day until they are many or nothing has come for a while")
    func waiting() async throws {
        let now = "\(Self.start)"
        try await MigratedDatabase.with { database in
            func review(_ number: Int) throws -> [PreparedRecord] {
                let id = "019cb82e-c9c0-7abc-8def-00000000\(1_000 + number)"
                return try [
                    SampleStages.initialSummary(id: id, timestamp: nil),
                    SampleStages.modifications(id: id, timestamp: nil),
                ].map { try prepare($0, at: now) }
            }
            try await Self.record([review(1)], into: database)
            try await database.rows("select redline.join_days()")
            #expect(try await Self.days("reviews = 0 and waiting = 1", in: database) == 1)
            try await database.rows(
                "update redline.rollup_pair_day set changed_at = changed_at - interval '1 hour'"
            )
            try await database.rows("select redline.join_days()")
            #expect(try await Self.days("reviews = 1 and waiting = 0", in: database) == 1)

            try await Self.record([review(2)], into: database)
            try await database.rows("update redline.rollup_pair_day set waiting = 301")
            try await database.rows("select redline.join_days()")
            #expect(try await Self.days("reviews = 2 and waiting = 0", in: database) == 1)
        }
    }

    @Test("leave a day to its records where one that was put together has become another")
    func changed() async throws {
        let now = "\(Self.start)"
        try await MigratedDatabase.with { database in
            func record(_ stage: String) async throws {
                try await Self.record([[try prepare(stage, at: now)]], into: database)
            }
            let version = "select xmin::text, ctid::text from redline.rollup_pair_day"
            try await record(SampleStages.initialSummary(timestamp: nil))
            try await record(SampleStages.deliverable(timestamp: nil))
            #expect(try await Self.days("is_settled and waiting = 1", in: database) == 1)
            try await database.rows("select redline.join_days('0')")
            let settled = try await database.rows(version)
            // What nobody reviews by it changes nothing.
            try await record(SampleStages.feedback(timestamp: nil))
            #expect(try await database.rows(version) == settled)
            try await record(SampleStages.modifications(timestamp: nil))
            #expect(try await Self.days("not is_settled", in: database) == 1)
            let counted = "select count(*) from redline.rollup_presented"
            #expect(try await database.column(counted) == ["0"])
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.days("is_settled and reviews = 1", in: database) == 1)
            #expect(try await RollUpTests.verified(database).differences == [])
        }
    }

    @Test("are read from the records where something of a day is past its time, and go then")
    func expiry() async throws {
        try await MigratedDatabase.with { database in
            for (owner, days) in [("new@example.com", 5), ("old@example.com", 20)] {
                try await AgedRecords.record(3, owner, days: days, in: database)
            }
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            try await database.rows("select redline.join_days('0')")
            let all = try await Self.days("is_settled", in: database)
            #expect(all >= 2)
            func answering() async throws -> Int {
                let days = "select day from redline.settled_pair_days('2020-01-01', '2100-01-01')"
                return try await database.column(days).count
            }
            #expect(try await answering() == all)
            try await database.run(
                "update redline.setting set value = '15' where name = 'export_retention_days'"
            )
            let kept = try await answering()
            #expect(kept > 0 && kept < all)
            try await compare(database, now: Self.start)
            try await database.run("select redline.remove_past_rows()")
            #expect(try await Self.days("is_settled", in: database) == kept)
            let presented = "select count(distinct day) from redline.rollup_presented"
            #expect(try await database.column(presented) == ["\(kept)"])
            // The shortest of all times is that of one owner.
            try await database.run(
                """
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                values ('new@example.com', 'export', 2, 'test')
                """
            )
            #expect(try await answering() == 0)
            try await compare(database, now: Self.start)
            try await database.run("select redline.remove_past_rows()")
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.days("is_settled", in: database) == 0)
            let tables = [
                "rollup_pair", "rollup_pair_owner", "rollup_presented", "rollup_pair_total",
            ]
            for table in tables {
                let rows = "select count(*) from redline.\(table)"
                #expect(try await database.column(rows) == ["0"], "\(table)")
            }
        }
    }

    private static var start: Timestamp {
        Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
    }

    private static func record(
        _ batches: [[PreparedRecord]],
        into database: MigratedDatabase
    ) async throws {
        let writer = RecordWriter(database.options, atOnce: MeasuringWork(steps: 600))
        for batch in batches { _ = try await writer.write(batch) }
        await writer.close()
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        let measuring = LateMeasuring(database.options)
        try await measuring.measure()
        await measuring.close()
        try await rollUps.catchUp()
        await rollUps.close()
    }

    private static func days(
        _ condition: String,
        in database: MigratedDatabase
    ) async throws -> Int {
        let counted = try await database.column(
            "select count(*) from redline.rollup_pair_day where \(condition)"
        )
        return Int(counted[0]) ?? 0
    }

    /// Whole rows and their order, of periods that lie in any way, for what people ask.
    private func compare(_ database: MigratedDatabase, now: Timestamp) async throws {
        let verified = try await RollUpTests.verified(database)
        #expect(verified.differences.map(\.description).prefix(3) == [])
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let runner = try ReportRunner(pool)
        let asked = Timestamp.now
        for (from, days) in [(-1_100, 1_200), (-21, 30), (-14, 5), (-3, 2)] {
            for wishes in [
                ["min_support": "1", "min_owners": "1", "top": "5"],
                ["min_support": "1", "min_owners": "2"],
                ["min_support": "2", "min_owners": "3"],
                ["min_support": "2", "min_owners": "2", "top": "2"],
            ] {
                func rows(_ asOf: String) async throws -> [[ReportCell]] {
                    let period = [
                        "from": now.adding(days: from).date,
                        "to": now.adding(days: from + days).date, "as_of": asOf,
                    ]
                    return try await runner.run(
                        "correction_pairs",
                        wishes.merging(period) { $1 },
                        as: .miner,
                        by: .user("test"),
                        now: asked
                    ).rows
                }
                let (rolledUp, counted) = (try await rows(""), try await rows("\(asked)"))
                #expect(rolledUp == counted, "\(from) \(days) \(wishes)")
            }
        }
        await pool.shutdown()
    }
}
