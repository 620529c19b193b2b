import Foundation
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// A newer redline migrates the database while this one serves.
@Suite("While the schema is upgraded")
struct UpgradeTests {
    /// What the next release may do: columns with a default, an index, a table, a replaced function.
    private static let next = Migrator.Migration(
        number: Migrator().migrations.count + 1,
        name: String(format: "%06d_of_the_next_release", Migrator().migrations.count + 1),
        sql: """
            alter table redline.interaction add column channel text not null default 'chat';
            alter table redline.export_stage add column channel text not null default 'chat';
            alter table redline.workflow add column channel text not null default 'chat';
            create index thread_by_channel on redline.thread ((owner || 'chat'));
            create table redline.channel (
              owner text not null,
              name text not null,
              constraint channel_pkey primary key (owner, name)
            );
            create or replace function redline.ratio(part numeric, whole numeric)
              returns double precision
              language sql immutable parallel safe
              return case when whole <> 0
                then part::double precision / whole::double precision end;
            """
    )

    @Test("no record is refused, lost or changed, and the service goes on")
    func upgrade() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("recorder")
        let load = UpgradeLoad(client: server.client, key: key)
        async let sending: Void = load.run(senders: 6)
        try await load.reach(100)
        // A report that takes its time: whoever needs a table for themselves has to wait for it.
        let report = try await Connection.connect(database.options)
        try await report.execute("begin")
        try await report.execute("select count(*) from redline.interaction")
        async let migration = migrate(database)
        try await load.reach(load.count + 50)
        try await untilItWaits(database)
        try await Task.sleep(for: .seconds(2))
        try await report.execute("commit")
        await report.close()
        let (applied, steppedBack) = try await migration
        #expect(applied == [Self.next.name])
        #expect(steppedBack == [Self.next.name])
        try await load.reach(load.count + 100)
        load.end()
        try await sending
        #expect(load.complaints == [])
        try await load.drained(database)
        try await load.check(database)
        try await checkThatItGoesOn(server)
        try await checkThatAnotherIsRefused(database)
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        // What works in the background may meet the migration's locks, says so and tries again;
        // no request may.
        let retried = [
            "the spool was not drained", "a stage was not measured", "the roll-ups are behind",
        ]
        let said = try server.command.said.split(separator: "\n").filter { line in
            line.contains("error") && !retried.contains { line.contains($0) }
        }
        #expect(said == [])
        try await database.drop()
    }

    /// Waits until the migration waits for the report.
    private func untilItWaits(_ database: TestDatabase) async throws {
        for _ in 0..<300 {
            let waiting = try await database.rows(
                """
                select from pg_locks
                where not granted and relation = 'redline.interaction'::regclass
                  and mode = 'AccessExclusiveLock'
                """
            )
            if !waiting.isEmpty { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Migrates as the next release would: what it applied, and where it had to step back.
    private func migrate(_ database: TestDatabase) async throws -> ([String], [String]) {
        let connection = try await Connection.connect(database.options)
        var steppedBack: [String] = []
        let applied = try await Migrator(Migrator().migrations + [Self.next]).migrate(
            on: connection,
            waiting: { steppedBack.append($0) }
        )
        await connection.close()
        return (applied, steppedBack)
    }

    /// The service that was there before writes and reads as it did.
    private func checkThatItGoesOn(_ server: ServerUnderTest) async throws {
        let admin = server.admin
        let known = Self.next.number - 1
        let ready = try await server.get("/ready", nil)
        #expect(ready.status == 200)
        #expect(
            try ready.json == [
                "status": "ready",
                "reason": .string(
                    "the database is at migration \(known + 1), this redline knows \(known): "
                        + "start the newer redline"
                ),
            ]
        )
        let late = Sample.interaction("afterwards", user: "late@example.com", id: "late")
        try await server.record("/api/v1/interactions", admin, late)
        let read = try await server.get(
            "/api/v1/interactions",
            admin,
            headers: ["X-User-Id": "late@example.com"]
        )
        #expect(try read.json["interactions"][0]["user_message"] == "afterwards")
        for report in ["activity", "editing_rate"] {
            #expect(try await server.get("/api/v1/reports/\(report)", admin).status == 200)
        }
    }

    /// A redline that does not know the schema starts no work on it.
    private func checkThatAnotherIsRefused(_ database: TestDatabase) async throws {
        let known = Self.next.number - 1
        for command in [["migrate"], ["serve", "--listen", "127.0.0.1:0"]] {
            let result = try await database.redline(command)
            #expect(result.status == 1)
            #expect(
                result.stderr.contains(
                    "the database is at migration \(known + 1), this redline knows \(known): "
                        + "use a newer redline"
                )
            )
        }
    }
}
