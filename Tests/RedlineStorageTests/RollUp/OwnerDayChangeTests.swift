import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// What a step of the roll-ups does with settled days of owners to whose exports it comes.
@Suite("Changes of the settled days of owners")
struct OwnerDayChangeTests {
    @Test("are put in when a late stage comes, and leave other owners, days and kinds as they were")
    func lateStage() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            try await days.record([
                try OwnerDayTests.workflow(1, days: 3), try OwnerDayTests.workflow(2, days: 3),
                try OwnerDayTests.workflow(3, days: 2),
                try OwnerDayTests.workflow(4, days: 3, owner: "bob"),
                try OwnerDayTests.message(1, hour: 4),
            ])
            try await days.settle()
            let before = try await Self.settled(in: database)
            #expect(before.count == 4)
            // Another revision, delivered without a change, and its feedback.
            try await days.record([
                [try Self.deliverable(1, revision: 2)], [try Self.feedback(1)],
            ])
            let after = try await Self.settled(in: database)
            #expect(after.count == 4)
            let changed = after.filter { !before.contains($0) }
            #expect(changed.map { Array($0[..<3]) } == [["ada", "export", Self.day(3)]])
            try await days.verify()
            // A workflow that the day did not have.
            try await days.record([try OwnerDayTests.workflow(5, days: 3)])
            #expect(try await days.count("is_settled") == 4)
            try await days.verify()
        }
    }

    @Test("are what the records give then, whatever comes a little at a time", arguments: 63...64)
    func random(seed: Int) async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            var workflows = try RandomWorkflows(
                seed: UInt64(seed),
                now: OwnerDays.start,
                atOnce: MeasuringWork(steps: 600)
            )
            let arrival = workflows.arrival()
            let half = arrival.count / 2
            try await days.record(workflows.batches(of: Array(arrival[..<half])))
            try await days.settle()
            let before = try await Self.settled(in: database)
            for batch in workflows.batches(of: Array(arrival[half...])) {
                try await days.record([batch])
            }
            let measuring = LateMeasuring(database.options)
            try await measuring.measure()
            await measuring.close()
            try await days.rollUp()
            let after = try await Self.settled(in: database)
            #expect(after.filter { !before.contains($0) }.count > 5)
            try await days.verify()
        }
    }

    @Test("are left to be counted afresh where a step has many of them, or of many days")
    func many() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            let most = try #require(
                Int(try await database.column("select redline.days_worth_changing()")[0])
            )
            let items = try #require(
                Int(try await database.column("select redline.changes_worth_adding()")[0])
            )
            for day in 2..<(most + 4) {
                try await days.record([try OwnerDayTests.workflow(day, days: day)])
            }
            try await days.settle()
            // The latest days are those that are looked at.
            try await days.record([try (2..<(most + 4)).map { try Self.feedback($0) }])
            let open = try await database.column(
                """
                select day from redline.rollup_owner_day where not is_settled order by day desc
                """
            )
            #expect(open == [Self.day(most + 2), Self.day(most + 3)])
            try await days.verify()

            try await days.settle()
            for (count, settled) in [(items, 1), (items + 1, 0)] {
                let workflows = try (0..<count).flatMap { number in
                    try OwnerDayTests.workflow(count * 1_000 + number, days: 2)
                }
                try await days.record([workflows])
                let condition = "is_settled and day = '\(Self.day(2))'"
                #expect(try await days.count(condition) == settled)
                try await days.verify()
            }
        }
    }

    @Test("wait where a day is to be settled while something of its owner is not rolled up")
    func waiting() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            try await days.record([
                try OwnerDayTests.workflow(1, days: 3),
                try OwnerDayTests.workflow(2, days: 3, owner: "bob"),
            ])
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try Self.deliverable(1, revision: 2)])
            await writer.close()
            try await days.takeAll()
            try await database.rows("select redline.settle_owner_days('0')")
            // It would be in the day already when it is put in.
            #expect(try await days.count("is_settled and owner = 'ada'") == 0)
            #expect(try await days.count("is_settled and owner = 'bob'") == 1)
            try await days.rollUp()
            try await days.settle()
            #expect(try await days.count("is_settled") == 2)
            try await days.verify()
        }
    }

    @Test("are read no longer than the earliest of the records that came to them is kept")
    func earlierRecord() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            let time = AgedRecords.daysAgo(20)
            // The one that comes later was accepted earlier: it had waited.
            for (number, accepted) in [(1, 5), (2, 20)] {
                let then = AgedRecords.daysAgo(accepted)
                try await days.record([
                    try AgedRecords.workflow(number, "bob", at: time, accepted: then)
                ])
                if number == 1 { try await days.settle() }
            }
            #expect(try await days.count("is_settled") == 1)
            try await days.compare(now: OwnerDays.start)
            try await database.run(
                "update redline.setting set value = '15' where name like '%retention_days'"
            )
            try await days.compare(now: OwnerDays.start)
        }
    }

    /// Every settled day, with all that was put together of it.
    private static func settled(in database: MigratedDatabase) async throws -> [[String?]] {
        try await database.rows(
            """
            select owner, kind, day::text,
              row(reviews, fields, workflows, activity, tools, failures)::text
            from redline.rollup_owner_day where is_settled order by owner, kind, day
            """
        )
    }

    static func deliverable(_ number: Int, revision: Int) throws -> PreparedRecord {
        let text = SampleStages.deliverable(
            id: id(number),
            owner: "ada",
            revision: revision,
            timestamp: nil
        )
        return try prepare(text, at: "\(Timestamp.now)")
    }

    static func feedback(_ number: Int, owner: String = "ada") throws -> PreparedRecord {
        let text = SampleStages.feedback(id: id(number), owner: owner, timestamp: nil)
        return try prepare(text, at: "\(Timestamp.now)")
    }

    private static func day(_ ago: Int) -> String { "\(AgedRecords.daysAgo(ago).date)" }

    private static func id(_ number: Int) -> String {
        "019cb82e-c9c0-7abc-8def-\("\(1_000_000_000_000 + number)".dropFirst())"
    }
}
