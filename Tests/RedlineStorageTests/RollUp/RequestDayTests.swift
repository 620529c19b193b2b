import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Requests of days")
struct RequestDayTests {
    @Test(
        "are what the records give, from days put together and from what came since",
        arguments: 41...43
    )
    func same(seed: Int) async throws {
        let now = Self.start
        try await MigratedDatabase.with { database in
            var calls = try RandomCalls(seed: UInt64(seed), now: now, count: 300)
            let batches = calls.batches()
            let half = batches.count / 2
            try await Self.record(Array(batches[..<half]), into: database)
            try await compare(database, now: now)
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.days("is_settled and interactions > 0", in: database) > 3)
            #expect(try await Self.days("not is_settled or waiting > 0", in: database) == 0)
            try await compare(database, now: now)

            // Messages that come twice, late and between others.
            try await Self.record(Array(batches[half...]), into: database)
            #expect(
                try await Self.days("not is_settled or waiting > 0", in: database) > 0
            )
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
        try await MigratedDatabase.with { database in
            var calls = try RandomCalls(seed: 45, now: Self.start)
            try await Self.record(calls.batches(), into: database)
            try await database.rows("select redline.join_days('0')")
            for damage in [
                "rollup_request set interactions = interactions + 1",
                "rollup_request set failures = failures + 1",
                "rollup_request set repeats = repeats + 1",
                "rollup_request set owners = owners || 4000",
                "rollup_wording set uses = 1000 + length",
                "rollup_wording set example_id = 'gone'",
            ] {
                try await database.rows("update redline.\(damage)")
                let damaged = try await RollUpTests.verified(database).differences
                #expect(Set(damaged.map(\.report)) == ["common_requests"], "\(damage)")
                let rollUps = RollUps(database.options)
                try await rollUps.rebuild()
                await rollUps.close()
            }
            #expect(try await RollUpTests.verified(database).differences == [])
        }
    }

    @Test("wait beside their day until they are many or nothing has come for a while")
    func waiting() async throws {
        try await MigratedDatabase.with { database in
            try await Self.record([try Self.message(1, minutes: 1)], into: database)
            try await database.rows("select redline.join_days()")
            #expect(try await Self.days("interactions = 0 and waiting = 1", in: database) == 1)
            try await database.rows(
                "update redline.rollup_request_day set changed_at = changed_at - interval '1 hour'"
            )
            try await database.rows("select redline.join_days()")
            #expect(try await Self.days("interactions = 1 and waiting = 0", in: database) == 1)

            try await Self.record([try Self.message(2, minutes: 2)], into: database)
            try await database.rows("update redline.rollup_request_day set waiting = 301")
            try await database.rows("select redline.join_days()")
            #expect(try await Self.days("interactions = 2 and waiting = 0", in: database) == 1)
        }
    }

    @Test("leave a day to its records where a message that was put together repeats another now")
    func changed() async throws {
        try await MigratedDatabase.with { database in
            try await Self.record([try Self.message(1, minutes: 1)], into: database)
            try await Self.record([try Self.message(2, minutes: 9, "Cancel it")], into: database)
            try await database.rows("select redline.join_days('0')")
            // After all others: nothing that was put together changes.
            try await Self.record([try Self.message(3, minutes: 12)], into: database)
            #expect(try await Self.days("is_settled and waiting = 1", in: database) == 1)
            try await Self.record([try Self.message(4, minutes: 5, "Cancel it")], into: database)
            #expect(try await Self.days("not is_settled", in: database) == 1)
            for table in ["rollup_request", "rollup_wording", "rollup_wording_total"] {
                let rows = "select count(*) from redline.\(table)"
                #expect(try await database.column(rows) == ["0"], "\(table)")
            }
            try await compare(database, now: Self.start)
            try await database.rows("select redline.join_days('0')")
            #expect(try await Self.days("is_settled and interactions = 4", in: database) == 1)
            try await compare(database, now: Self.start)
        }
    }

    @Test("have one wording that comes first, of all that are as frequent and as short")
    func ties() async throws {
        try await MigratedDatabase.with { database in
            // In capitals where a bit of the number is set.
            let wordings = (0..<32).map { number in
                let word = "showm".enumerated().map { place, letter in
                    number >> place & 1 == 1 ? letter.uppercased() : String(letter)
                }
                return "\(word[..<4].joined()) \(word[4])y tasks"
            }
            let records = try wordings.enumerated().map { number, wording in
                try Self.message(number, minutes: number, wording)
            }
            try await Self.record(records, into: database)
            try await database.rows("select redline.join_days('0')")
            let central = "select count(*) from redline.rollup_wording where is_central"
            #expect(try await database.column(central) == ["1"])
            try await compare(database, now: Self.start)
        }
    }

    @Test("are counted by bits where their owners are many")
    func manyOwners() async throws {
        try await MigratedDatabase.with { database in
            let records = try (1...130).flatMap { number in
                try Self.message(number, minutes: number % 30, owner: "o\(number % 120)")
            }
            try await Self.record([records], into: database)
            try await database.rows("select redline.join_days('0')")
            let many = "select count(*) from redline.rollup_request_owner"
            #expect(try await database.column(many) == ["1"])
            try await Self.record([try Self.message(200, minutes: 1, owner: "new")], into: database)
            try await compare(database, now: Self.start)
        }
    }

    @Test("are read from the records where something of a day is past its time, and go then")
    func expiry() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            for (owner, days) in [("new@example.com", 5), ("old@example.com", 20)] {
                let time = AgedRecords.daysAgo(days)
                _ = try await writer.write(
                    try AgedRecords.interaction(days, owner, at: time, accepted: time)
                )
            }
            await writer.close()
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            try await database.rows("select redline.join_days('0')")
            func answering() async throws -> Int {
                let days = "select redline.settled_request_days('2020-01-01', '2100-01-01')"
                return try await database.column(days).count
            }
            #expect(try await answering() == 2)
            try await database.run(
                "update redline.setting set value = '15' where name = 'interaction_retention_days'"
            )
            #expect(try await answering() == 1)
            try await compare(database, now: Self.start)
            try await database.run("select redline.remove_past_rows()")
            let wordings = "select count(*) from redline.rollup_wording"
            #expect(try await database.column(wordings) == ["1"])
            // The shortest of all times is that of one owner.
            try await database.run(
                """
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                values ('new@example.com', 'interaction', 2, 'test')
                """
            )
            #expect(try await answering() == 0)
            try await compare(database, now: Self.start)
            try await database.run("select redline.remove_past_rows()")
            try await database.rows("select redline.join_days('0')")
            for table in ["rollup_request", "rollup_wording", "rollup_wording_total"] {
                let rows = "select count(*) from redline.\(table)"
                #expect(try await database.column(rows) == ["0"], "\(table)")
            }
        }
    }

    private static var start: Timestamp {
        Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
    }

    /// A message of yesterday at noon, in a thread of its owner.
    private static func message(
        _ number: Int,
        minutes: Int,
        _ text: String = "show my tasks",
        owner: String = "ada"
    ) throws -> [PreparedRecord] {
        let minute = "\(100 + minutes)".dropFirst()
        let time = "\(Timestamp.now.adding(days: -1).date)T12:\(minute):00Z"
        let members = [
            "\"interaction_id\":\"i\(number)\"", "\"user_id\":\"\(owner)\"",
            "\"timestamp\":\"\(time)\"", "\"user_message\":\"\(text)\"",
            "\"assistant_response\":\"Yes.\"", "\"thread_id\":\"t\"",
        ]
        return [try prepare("{\(members.joined(separator: ","))}", at: "\(Timestamp.now)")]
    }

    private static func record(
        _ batches: [[PreparedRecord]],
        into database: MigratedDatabase
    ) async throws {
        let writer = RecordWriter(database.options)
        for batch in batches { _ = try await writer.write(batch) }
        await writer.close()
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        await rollUps.close()
    }

    private static func days(
        _ condition: String,
        in database: MigratedDatabase
    ) async throws -> Int {
        let counted = try await database.column(
            "select count(*) from redline.rollup_request_day where \(condition)"
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
        for (from, days) in [(-1_100, 1_200), (-21, 30), (-9, 5), (-3, 2)] {
            for wishes in [["min_size": "1"], ["top": "2"], ["min_size": "1", "top": "1"]] {
                for reader in [ReadAccess.miner, .analyst] {
                    func rows(_ asOf: String) async throws -> [[ReportCell]] {
                        let period = [
                            "from": now.adding(days: from).date,
                            "to": now.adding(days: from + days).date, "as_of": asOf,
                        ]
                        return try await runner.run(
                            "common_requests",
                            wishes.merging(period) { $1 },
                            as: reader,
                            by: .user("test"),
                            now: asked
                        ).rows
                    }
                    let (rolledUp, counted) = (try await rows(""), try await rows("\(asked)"))
                    #expect(rolledUp == counted, "\(from) \(days) \(wishes)")
                }
            }
        }
        await pool.shutdown()
    }
}
