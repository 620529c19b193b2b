import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// One session at a time puts records into the roll-ups, and must never keep that to itself.
@Suite("The lock of the roll-ups")
struct RollUpLockTests {
    @Test("is given back where whoever has it is cancelled in the middle")
    func cancelled() async throws {
        try await MigratedDatabase.with { database in
            try await Self.record(into: database)
            let rollUps = RollUps(database.options)
            try await Self.holdingUp(database) {
                let work = Task { try await rollUps.catchUp() }
                try await Self.waitUntilHeldUp(in: database)
                work.cancel()
                await #expect(throws: (any Error).self) { try await work.value }
            }
            // The session goes on.
            #expect(try await rollUps.state().waiting > 0)
            let held = try await database.rows(
                "select count(*) from pg_locks where locktype = 'advisory'"
                    + " and database = (select oid from pg_database"
                    + " where datname = current_database())"
            )
            #expect(held == [["0"]])
            let other = RollUps(database.options)
            try await withPatience(.seconds(60)) { try await other.catchUp() }
            #expect(try await other.state().waiting == 0)
            await other.close()
            await rollUps.close()
        }
    }

    @Test("is not waited for once another session has done what was to be done")
    func doneByAnother() async throws {
        try await MigratedDatabase.with { database in
            try await Self.record(into: database)
            let other = try await Connection.connect(database.options)
            try await other.execute(
                "select pg_advisory_lock(hashtextextended('redline roll-ups', 0))"
            )
            let rollUps = RollUps(database.options)
            let work = Task {
                try await withPatience(.seconds(60)) { try await rollUps.catchUp() }
            }
            try await other.executeScript(
                """
                begin isolation level repeatable read;
                select redline.roll_up();
                commit
                """
            )
            try await work.value
            #expect(try await rollUps.state().waiting == 0)
            await rollUps.close()
            await other.close()
        }
    }

    @Test("is kept to the end of the work, though one of those who wait for it goes away")
    func shared() async throws {
        try await MigratedDatabase.with { database in
            try await Self.record(into: database)
            let rollUps = RollUps(database.options)
            let patient = try await Self.holdingUp(database) {
                let patient = Task { await rollUps.caughtUp() }
                let impatient = Task { await rollUps.caughtUp() }
                try await Self.waitUntilHeldUp(in: database)
                impatient.cancel()
                await impatient.value
                try await Self.waitUntilHeldUp(in: database)
                return patient
            }
            await patient.value
            #expect(try await rollUps.state().waiting == 0)
            await rollUps.close()
        }
    }

    private static func record(into database: MigratedDatabase) async throws {
        let writer = RecordWriter(database.options)
        let now = try #require(Timestamp("2026-03-04T12:00:00Z"))
        var calls = try RandomCalls(seed: 5, now: now)
        for batch in calls.batches().prefix(2) { _ = try await writer.write(batch) }
        await writer.close()
    }

    /// Runs `body` while nobody can write to one of the tables.
    private static func holdingUp<Value: Sendable>(
        _ database: MigratedDatabase,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let blocker = try await Connection.connect(database.options)
        try await blocker.executeScript("begin; lock table redline.rollup_activity")
        let value = try await body()
        try await blocker.executeScript("rollback")
        await blocker.close()
        return value
    }

    private static func waitUntilHeldUp(in database: MigratedDatabase) async throws {
        let waiting = """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event = 'relation'
            """
        while try await database.rows(waiting) != [["1"]] {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
