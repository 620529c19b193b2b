import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Settled days of owners")
struct OwnerDayTests {
    @Test(
        "are what the records give, whatever comes when, and go with their owner",
        arguments: 61...62
    )
    func same(seed: Int) async throws {
        let now = OwnerDays.start
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            var workflows = try RandomWorkflows(
                seed: UInt64(seed),
                now: now,
                atOnce: MeasuringWork(steps: seed % 2 == 0 ? 12_000 : 1_000_000)
            )
            var calls = try RandomCalls(seed: UInt64(seed), now: now)
            let arrival = workflows.arrival()
            let half = arrival.count / 2
            let messages = calls.batches()
            let halfMessages = messages.count / 2
            try await days.record(
                workflows.batches(of: Array(arrival[..<half])) + messages[..<halfMessages]
            )
            try await days.settle()
            #expect(try await days.count("is_settled and kind = 'export'") > 10)
            #expect(try await days.count("is_settled and kind = 'interaction'") > 10)
            try await days.compare(now: now)

            // Late stages, revisions, duplicates, messages between others, by several writers.
            let rest = (0..<2).map { share in
                workflows.batches(
                    of: stride(from: half + share, to: arrival.count, by: 2).map { arrival[$0] }
                )
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for batches in rest + [Array(messages[halfMessages...])] {
                    group.addTask { try await days.record(batches) }
                }
                try await group.waitForAll()
            }
            let measuring = LateMeasuring(database.options)
            try await measuring.measure()
            await measuring.close()
            try await days.rollUp()
            #expect(try await days.count("not is_settled") > 0)
            try await days.compare(now: now)
            try await days.settle()
            #expect(try await days.count("not is_settled") == 0)
            try await days.compare(now: now)

            try await RollUpTests.forget("bob", in: database)
            #expect(try await days.count("owner = 'bob'") == 0)
            #expect(try await days.count("is_settled") > 20)
            try await days.compare(now: now)
        }
    }

    @Test("answer with percentiles that are not exact, and no further than what is rolled up")
    func source() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            try await days.record([
                try Self.workflow(1, days: 3), try Self.workflow(2, days: 2, owner: "bob"),
                try Self.message(1, hour: 1),
            ])
            #expect(try await Self.report("editing_rate", of: "ada", in: database).isExact)
            try await days.settle()
            try await database.run(
                "delete from redline.rollup_owner_day where owner = 'bob' or kind = 'interaction'"
            )
            #expect(try await !Self.report("editing_rate", of: "ada", in: database).isExact)
            #expect(try await Self.report("accuracy", of: "ada", in: database).isExact)
            #expect(try await Self.report("activity", of: "ada", in: database).isExact)
            #expect(try await Self.report("editing_rate", of: "bob", in: database).isExact)

            let writer = RecordWriter(database.options)
            _ = try await writer.write(try Self.workflow(3, days: 3))
            await writer.close()
            let behind = try await Self.report("editing_rate", of: "ada", in: database)
            let queued = try await database.column(
                "select extract(epoch from min(queued_at)) from redline.rollup_pending"
            )
            let through = Double(try instant(behind.dataThrough).microseconds) / 1e6
            #expect(abs((Double(queued[0]) ?? 0) - through) < 0.001)
            #expect(behind.rows.map { $0[1] } == [.integer(1)])
            try await days.rollUp()
            let current = try await Self.report("editing_rate", of: "ada", in: database)
            #expect(current.rows.map { $0[1] } == [.integer(2)])
        }
    }

    @Test("are named where they differ from the records, and put right by counting afresh")
    func differences() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            try await days.record([try Self.workflow(1, days: 3), try Self.message(1, hour: 1)])
            for list in ["reviews", "fields", "workflows", "activity", "tools", "failures"] {
                try await days.settle()
                #expect(try await RollUpTests.verified(database).differences == [])
                try await database.run(
                    """
                    update redline.rollup_owner_day set \(list) = \(list) || \(list)[1]
                    where \(list) is not null
                    """
                )
                let damaged = try await RollUpTests.verified(database).differences
                #expect(damaged.map(\.column) == [list])
                #expect(damaged.map(\.grouping) == ["owner"])
                let rollUps = RollUps(database.options)
                try await rollUps.rebuild()
                await rollUps.close()
            }
            #expect(try await RollUpTests.verified(database).differences == [])
        }
    }

    /// A workflow that was started and reviewed so many days ago.
    static func workflow(
        _ number: Int,
        days: Int,
        owner: String = "ada"
    ) throws -> [PreparedRecord] {
        let time = AgedRecords.daysAgo(days)
        return try AgedRecords.workflow(number, owner, at: time, accepted: time)
    }

    /// A message of yesterday with a call that failed.
    static func message(
        _ number: Int,
        hour: Int,
        owner: String = "ada"
    ) throws -> [PreparedRecord] {
        let time = "\(Timestamp.now.adding(days: -1).date)T\("\(100 + hour)".dropFirst()):00:00Z"
        let members = [
            "\"interaction_id\":\"i\(number)\"", "\"user_id\":\"\(owner)\"",
            "\"timestamp\":\"\(time)\"", "\"user_message\":\"show my tasks\"",
            "\"assistant_response\":\"Yes.\"", "\"thread_id\":\"t\"",
            """
            "tool_calls":[{"tool_name":"find","arguments":{},"status":"error","error":"no"}]
            """,
        ]
        return [try prepare("{\(members.joined(separator: ","))}", at: "\(Timestamp.now)")]
    }

    private static func report(
        _ name: String,
        of owner: String,
        in database: MigratedDatabase
    ) async throws -> Report {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let report = try await ReportRunner(pool).run(
            name,
            ["owner": owner, "by": "month", "from": "2020-01-01"],
            as: .analyst,
            by: .user("test"),
            now: Timestamp.now
        )
        await pool.shutdown()
        return report
    }
}
