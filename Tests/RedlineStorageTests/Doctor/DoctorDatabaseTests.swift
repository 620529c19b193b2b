import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("The doctor, of a database")
struct DoctorDatabaseTests {
    private static let nowhere = "/nonexistent/spool"

    private func doctor(_ database: MigratedDatabase) -> Doctor {
        Doctor(connection: database.options.connectionString, spoolFolder: Self.nowhere)
    }

    @Test("finds one that is sound, but for the durability that tests do without")
    func sound() async throws {
        try await MigratedDatabase.with { database in
            let findings = await doctor(database).findings()
            let version = try await database.column("show server_version")[0].prefix { $0 != " " }
            let count = Migrator().migrations.count
            #expect(
                findings.map(\.line).filter { !$0.contains(" spool disk: ") } == [
                    "ok database: PostgreSQL \(version) answers: database \(database.name) as "
                        + "postgres.",
                    "warning durability: fsync, full_page_writes are off: a power cut can destroy "
                        + "the database. Set them to on in the server's settings, and reload them.",
                    "ok clock: This machine and the database server agree on the time.",
                    "ok migrations: The schema is current, with \(count) migrations applied.",
                    "ok roles: postgres may change into all 8 of redline's roles.",
                    "ok ownership: postgres may make the partitions that new weeks need.",
                    "ok partitions: This week and the coming two have their partitions.",
                    "ok measures: Everything recorded is measured.",
                    "ok roll-ups: Everything recorded is in the roll-ups.",
                    "ok files folder: Files lie in the database.",
                    "ok spool: Nothing waits in \(Self.nowhere).",
                ]
            )
        }
    }

    @Test("says that a database has no schema, and leaves out what needs one")
    func noSchema() async throws {
        let cluster = try await TestCluster.shared
        try await cluster.withDatabase { name in
            let url = cluster.connectionString(database: name)
            let findings = await Doctor(connection: url, spoolFolder: Self.nowhere).findings()
            #expect(
                findings.map(\.name) == [
                    "database", "durability", "clock", "migrations", "roles", "spool", "spool disk",
                ]
            )
            #expect(
                findings[3].line
                    == "problem migrations: The database has no schema of redline's yet. "
                    + "Nothing works before it is current. Run redline migrate."
            )
        }
    }

    @Test("tells a schema that is behind, and one that is ahead")
    func otherSchema() async throws {
        try await MigratedDatabase.with { database in
            let migrations = Migrator().migrations
            let last = try #require(migrations.last)
            try await database.run("delete from redline.migration where number = \(last.number)")
            #expect(
                await doctor(database).lines(of: "migrations") == [
                    "problem migrations: 1 of \(migrations.count) migrations are to come, from "
                        + "\(last.name) on. Nothing works before it is current. Run redline migrate."
                ]
            )
            try await database.run("insert into redline.migration values (999, '000999_later')")
            #expect(
                await doctor(database).lines(of: "migrations") == [
                    "problem migrations: The database is at migration 999, and this redline knows "
                        + "\(last.number): it does not work with a schema that it does not know. "
                        + "Use the newer redline that migrated the database."
                ]
            )
        }
    }

    @Test("gives libpq's reason where no server answers, and no password")
    func unreachable() async throws {
        let url = "host=/nonexistent user=jo password=hush dbname=records"
        let findings = await Doctor(connection: url, spoolFolder: Self.nowhere).findings()
        #expect(findings.map(\.name) == ["database", "spool", "spool disk"])
        let first = try #require(findings.first)
        #expect(first.status == .problem)
        #expect(
            first.detail.hasPrefix(
                "The database cannot be reached: connection to server on socket "
                    + "\"/nonexistent/.s.PGSQL.5432\" failed: No such file or directory"
            )
        )
        #expect(!findings.contains { $0.line.contains("hush") || $0.line.contains("\n") })
    }

    @Test(
        "shows nothing of a password that is not spelled as a URL needs it",
        arguments: [
            "postgresql://jo:hush@secret@nowhere.invalid/records",
            "postgresql://jo:hush@very@secret@nowhere.invalid/records",
            "postgresql://jo:hush/secret@nowhere.invalid/records",
            "postgresql://jo:secret", "host=/nonexistent password='hush secret",
        ]
    )
    func misspelledPassword(url: String) async throws {
        let findings = await Doctor(connection: url, spoolFolder: Self.nowhere).findings()
        #expect(findings.first?.status == .problem)
        let said = findings.map(\.line).joined()
        #expect(!said.contains("hush") && !said.contains("secret"), "\(said)")
    }

    @Test("tells settings that lose what was committed, and a session that may not write")
    func settings() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                "alter database \(database.name) set synchronous_commit = off;"
                    + "alter database \(database.name) set default_transaction_read_only = on"
            )
            let doctor = doctor(database)
            let durability = await doctor.lines(of: "durability")
            #expect(
                durability[0].contains("fsync, synchronous_commit, full_page_writes are off: ")
            )
            #expect(
                await doctor.lines(of: "database") == [
                    "problem database: The session is read-only: nothing can be recorded there. Set "
                        + "default_transaction_read_only to off for this login and database."
                ]
            )
        }
    }

    @Test("goes on where one check fails")
    func oneFails() async throws {
        try await MigratedDatabase.with { database in
            let findings = try await database.withConnection { connection in
                _ = try await connection.execute("begin")
                _ = try await connection.execute("lock table redline.partition_week")
                return await doctor(database).findings()
            }
            #expect(
                findings.filter { $0.status == .problem && $0.name != "spool disk" }.map(\.line)
                    == [
                        "problem partitions: This could not be checked: 55P03 canceling statement due to "
                            + "lock timeout. Mend what the other lines say, and look again."
                    ]
            )
            #expect(findings.count == 12)
        }
    }
}
