import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// Days of owners that are being settled when something comes between.
@Suite("Days of owners that are being settled")
struct OwnerDayBreakTests {
    @Test("stay as they were where that is broken off, and are settled the next time")
    func brokenOff() async throws {
        try await MigratedDatabase.with { database in
            let days = try await Self.open(in: database)
            for isKilled in [true, false] {
                let settler = try await Self.settler(database, waits: isKilled)
                try await Self.holdingUp(database) {
                    let work = Task { try await settler.execute("select redline.join_days('0')") }
                    if isKilled {
                        let pid = try await Self.waitUntilHeldUp(in: database)
                        try await database.rows("select pg_terminate_backend(\(pid))")
                    }
                    await #expect(throws: PostgresError.self) { try await work.value }
                }
                await settler.close()
                #expect(try await days.count("is_settled") == 0)
                #expect(try await days.count("not is_settled") == 4)
            }
            try await database.rows("select redline.join_days('0')")
            #expect(try await days.count("is_settled") == 4)
            try await days.verify()
        }
    }

    @Test("go with their owner who is erased meanwhile")
    func erased() async throws {
        try await MigratedDatabase.with { database in
            let days = try await Self.open(in: database)
            let settler = try await Self.settler(database, waits: true)
            // As the service does: one session at a time works on the roll-ups.
            try await settler.execute(
                "select pg_advisory_lock(hashtextextended('redline roll-ups', 0))"
            )
            let (settling, erasing) = try await Self.holdingUp(database) {
                let settling = Task {
                    try await settler.execute("select redline.join_days('0')")
                    await settler.close()
                }
                _ = try await Self.waitUntilHeldUp(in: database)
                let erasing = Task { try await Self.erase("ada", in: database) }
                let begun = "select count(*) from redline.erasure where owner = 'ada'"
                try await withPatience(.seconds(60)) {
                    while try await database.column(begun) != ["1"] {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                }
                return (settling, erasing)
            }
            try await settling.value
            try await erasing.value
            #expect(try await days.count("owner = 'ada'") == 0)
            #expect(try await days.count("is_settled and owner = 'bob'") == 2)
            try await days.verify()
        }
    }

    @Test("are not looked for among the records of an owner who is being erased")
    func underErasure() async throws {
        try await MigratedDatabase.with { database in
            let days = OwnerDays(database: database)
            let worth = try #require(
                Int(try await database.column("select redline.records_worth_settling()")[0])
            )
            for owner in ["ada", "bob"] {
                let first = owner == "ada" ? 0 : 1_000
                try await days.record([
                    try (first..<(first + worth)).flatMap { number in
                        try OwnerDayTests.workflow(number, days: 2, owner: owner)
                            + OwnerDayTests.message(number, hour: number % 24, owner: owner)
                    }
                ])
            }
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let erasures = OwnerErasures(pool, database.options)
            let ada = try #require(Owner("ada"))
            let id = try await erasures.begin(ada, spool: nil, by: .user("test"))
            let rollUps = RollUps(database.options)
            try await rollUps.forget(erasure: id)
            await rollUps.close()
            // The records are still there.
            try await database.rows("select redline.join_days('0')")
            #expect(try await days.count("owner = 'ada'") == 0)
            #expect(try await days.count("is_settled and owner = 'bob'") == 2)
            _ = try await erasures.finish(id, of: ada, spool: nil, by: .user("test"))
            await pool.shutdown()
        }
    }

    private static func erase(_ owner: String, in database: MigratedDatabase) async throws {
        let pool = ConnectionPool(database.options, limits: .init(connections: 2))
        let owner = try #require(Owner(owner))
        _ = try await OwnerErasures(pool, database.options).erase(
            owner,
            spool: nil,
            by: .user("test")
        )
        await pool.shutdown()
    }

    /// Days of two owners that wait to be settled.
    private static func open(in database: MigratedDatabase) async throws -> OwnerDays {
        let days = OwnerDays(database: database)
        try await days.record([
            try OwnerDayTests.workflow(1, days: 3), try OwnerDayTests.message(1, hour: 4),
            try OwnerDayTests.workflow(2, days: 3, owner: "bob"),
            try OwnerDayTests.message(2, hour: 6, owner: "bob"),
        ])
        try await days.settle()
        try await database.run(
            """
            select redline.unsettle_owner_days(kind, array[owner], array[day])
            from redline.rollup_owner_day
            """
        )
        return days
    }

    /// A session that settles days, which waits for a lock or gives up at once.
    private static func settler(
        _ database: MigratedDatabase,
        waits: Bool
    ) async throws -> Connection {
        var options = database.options
        options.settings["default_transaction_isolation"] = "repeatable read"
        options.settings["lock_timeout"] = waits ? "0" : "100ms"
        return try await Connection.connect(options)
    }

    /// Runs `body` while nobody can write the days of one owner.
    private static func holdingUp<Value: Sendable>(
        _ database: MigratedDatabase,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let blocker = try await Connection.connect(database.options)
        try await blocker.executeScript(
            "begin; select from redline.rollup_owner_day where owner = 'ada' for update"
        )
        let value = try await body()
        try await blocker.executeScript("rollback")
        await blocker.close()
        return value
    }

    /// The process of whoever waits for a row.
    private static func waitUntilHeldUp(in database: MigratedDatabase) async throws -> String {
        let waiting = """
            select pid from pg_stat_activity
            where datname = current_database() and wait_event = 'transactionid'
            """
        return try await withPatience(.seconds(60)) {
            while true {
                if let pid = try await database.column(waiting).first { return pid }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}
