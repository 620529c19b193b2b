import RedlinePostgres
import Synchronization
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Migrations of tables in use")
struct MigrationLockTests {
    private static let next = Migrator.Migration(
        number: Migrator().migrations.count + 1,
        name: "900000_next",
        sql: "alter table redline.setting add column note text not null default ''"
    )

    private func migrator(total: Duration) -> Migrator {
        Migrator(
            Migrator().migrations + [Self.next],
            patience: MigrationPatience(
                lockMilliseconds: 50,
                pause: .milliseconds(100),
                total: total
            )
        )
    }

    /// Holds a table as a report does, until it is told to let go.
    private func reader(_ database: MigratedDatabase) async throws -> Connection {
        let connection = try await Connection.connect(database.options)
        try await connection.execute("begin")
        try await connection.execute("select from redline.setting")
        return connection
    }

    @Test("step back for those who come behind them, and go on when the tables are free")
    func steppingBack() async throws {
        try await MigratedDatabase.with { database in
            let report = try await reader(database)
            let connection = try await Connection.connect(database.options)
            let waited = Mutex<[String]>([])
            async let applied = migrator(total: .seconds(60)).migrate(
                on: connection,
                waiting: { name in waited.withLock { $0.append(name) } }
            )
            for _ in 0..<1_000 where waited.withLock(\.isEmpty) {
                try await Task.sleep(for: .milliseconds(5))
            }
            // Without stepping back, each of these would wait until the report is through.
            let writer = try await Connection.connect(database.options)
            try await writer.execute("set lock_timeout = '3s'")
            var written = 0
            for _ in 0..<10 {
                let rows = try? await writer.execute("update redline.setting set value = value")
                if rows == nil { break }
                written += 1
            }
            #expect(written == 10)
            await writer.close()
            #expect(
                try await database.column("select max(number) from redline.migration")
                    == ["\(Self.next.number - 1)"]
            )
            try await report.execute("commit")
            #expect(try await applied == [Self.next.name])
            #expect(waited.withLock(\.self) == [Self.next.name])
            await report.close()
            await connection.close()
        }
    }

    @Test("give up at last, say why, and leave nothing")
    func givingUp() async throws {
        try await MigratedDatabase.with { database in
            let report = try await reader(database)
            let connection = try await Connection.connect(database.options)
            let error = await #expect(throws: MigrationError.self) {
                try await migrator(total: .seconds(1)).migrate(on: connection)
            }
            #expect(
                error.map { "\($0)" }
                    == "migration 900000_next found its tables in use for 1 seconds, and nothing of "
                    + "it stays: run redline migrate again when no long transaction is open "
                    + "(pg_stat_activity shows them)"
            )
            try await report.execute("commit")
            await report.close()
            #expect(
                try await migrator(total: .seconds(1)).migrate(on: connection) == ["900000_next"]
            )
            await connection.close()
        }
    }

    @Test("wait for another migrator however long it takes")
    func anotherMigrator() async throws {
        try await MigratedDatabase.with { database in
            let other = try await Connection.connect(database.options)
            try await other.execute("begin")
            try await other.execute(
                "select pg_advisory_xact_lock(hashtextextended('redline migrations', 0))"
            )
            let connection = try await Connection.connect(database.options)
            async let applied = migrator(total: .zero).migrate(on: connection)
            try await Task.sleep(for: .milliseconds(300))
            try await other.execute("commit")
            #expect(try await applied == [Self.next.name])
            await other.close()
            await connection.close()
        }
    }
}
