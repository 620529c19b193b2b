import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// When a day of an owner is settled, and when what was put together of it is let go.
@Suite("Rules of the settled days of owners")
struct OwnerDayRuleTests {
    private static let exports = "is_settled and kind = 'export'"
    private static let interactions = "is_settled and kind = 'interaction'"

    @Test("let a day go when a message comes, also one that makes another a repeat")
    func lateMessage() async throws {
        try await MigratedDatabase.with { database in
            let days = try await Self.settled(in: database)
            #expect(try await days.count(Self.interactions) == 2)
            try await days.record([try OwnerDayTests.message(9, hour: 5, owner: "bob")])
            #expect(try await days.count("not is_settled and owner = 'bob'") == 1)
            #expect(try await days.count("not is_settled") == 1)
            try await database.rows("select redline.join_days('0')")
            #expect(try await days.count(Self.interactions) == 2)
            // As a message of the day before would, which is in no day of theirs.
            try await database.run(
                """
                insert into redline.rollup_pending (kind, owner, occurred_at, repeats_previous)
                select 'repeat', array[owner], array[occurred_at], array[true]
                from redline.interaction where owner = 'bob' and interaction_id = 'i2'
                """
            )
            try await days.rollUp()
            #expect(try await days.count("not is_settled and owner = 'bob'") == 1)
            #expect(try await days.count("not is_settled") == 1)
        }
    }

    @Test("let a day go when it turns out that a workflow had started on another one")
    func movedStart() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            let id = "8b7e1f0e-6b3c-4d52-9f5e-2f6f6a3c9d10"
            let now = Timestamp.now
            func stage(_ text: String) throws -> [PreparedRecord] {
                [try prepare(text, at: "\(now)")]
            }
            try await days.record([
                try stage(
                    SampleStages.modifications(
                        id: id,
                        owner: "ada",
                        timestamp: "\(now.adding(days: -1))"
                    )
                )
            ])
            try await days.settle()
            let before = try await days.count(Self.exports)
            try await days.record([
                try stage(
                    SampleStages.initialSummary(
                        id: id,
                        owner: "ada",
                        timestamp: "\(now.adding(days: -4))"
                    )
                )
            ])
            #expect(before == 1)
            #expect(try await days.count(Self.exports) == 0)
            try await days.compare(now: OwnerDays.start)
        }
    }

    @Test("settle days with many records of an owner once they are quiet, and look once for them")
    func worth() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            let worth = try #require(
                Int(try await database.column("select redline.records_worth_settling()")[0])
            )
            var records: [PreparedRecord] = []
            for number in 0..<worth {
                records += try OwnerDayTests.workflow(number, days: 2)
                records += try OwnerDayTests.message(number, hour: number % 24)
                guard number > 0 else { continue }
                records += try OwnerDayTests.workflow(1_000 + number, days: 2, owner: "bob")
                records += try OwnerDayTests.message(1_000 + number, hour: 1, owner: "bob")
            }
            try await days.record([records])
            // Found, and left alone as long as something might still come.
            try await Self.join(in: days) { try await days.count("true") > 1 }
            #expect(try await days.count("not is_settled and owner = 'ada'") == 2)
            #expect(try await days.count("true") == 2)
            try await database.run(
                "update redline.rollup_owner_day set changed_at = now() - interval '2 minutes'"
            )
            try await Self.join(in: days) { try await days.count("is_settled") > 1 }
            #expect(try await days.count("is_settled") == 2)
            try await days.compare(now: OwnerDays.start)

            // One more of the other owner: looked for a while later.
            let more = try OwnerDayTests.workflow(1_000, days: 2, owner: "bob")
            try await days.record([more])
            try await database.rows("select redline.join_days()")
            #expect(try await days.count("owner = 'bob'") == 0)
            try await database.run(
                "update redline.rollup_owner_look set looked_at = now() - interval '6 minutes'"
            )
            try await Self.join(in: days) { try await days.count("owner = 'bob'") > 0 }
            #expect(try await days.count("owner = 'bob' and kind = 'export'") == 1)
        }
    }

    @Test("are read as long as the first record of a day is kept, and go with it")
    func expiry() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            // Of one day, one accepted before and one after.
            for (number, accepted) in [(1, 20), (2, 5)] {
                let (time, then) = (AgedRecords.daysAgo(20), AgedRecords.daysAgo(accepted))
                try await days.record([
                    try AgedRecords.workflow(number, "ada@example.com", at: time, accepted: then),
                    try AgedRecords.interaction(
                        number,
                        "ada@example.com",
                        at: time,
                        accepted: then
                    ),
                ])
            }
            try await days.settle()
            #expect(try await days.count("is_settled") == 2)
            try await days.compare(now: OwnerDays.start)
            let shorter = [
                "update redline.setting set value = '15' where name like '%retention_days'",
                """
                update redline.setting set value = '30' where name like '%retention_days';
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                select 'ada@example.com', kind, 15, 'test'
                from unnest(array['export', 'interaction']) kind
                """,
            ]
            for change in shorter {
                try await database.run(change)
                #expect(try await days.count("is_settled") == 2)
                try await days.compare(now: OwnerDays.start)
            }
            try await database.run("select redline.remove_past_rows()")
            #expect(try await days.count("true") == 0)
            // Of what is left of such a day nothing is put together.
            try await days.settle()
            #expect(try await days.count("is_settled") == 0)
            try await days.compare(now: OwnerDays.start)
        }
    }

    /// Joins days as the service does, a second of work at a time, until enough of it is done.
    private static func join(
        in days: OwnerDays,
        until isDone: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        repeat {
            try await days.database.rows("select redline.join_days()")
        } while try await !isDone() && .now < deadline
    }

    /// A workflow and a message of two owners, and another workflow of another day, all settled.
    private static func settled(in database: MigratedDatabase) async throws -> OwnerDays {
        let days = OwnerDays(database: database)
        try await days.record([
            try OwnerDayTests.workflow(1, days: 3), try OwnerDayTests.workflow(2, days: 2),
            try OwnerDayTests.workflow(3, days: 3, owner: "bob"),
            try OwnerDayTests.message(1, hour: 4),
            try OwnerDayTests.message(2, hour: 6, owner: "bob"),
        ])
        try await days.settle()
        #expect(try await days.count(exports) == 3)
        return days
    }
}
