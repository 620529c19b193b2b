import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Migrations")
struct MigratorTests {
    /// Runs a test with a database that holds nothing yet.
    private func withEmptyDatabase(
        _ test: @Sendable (TestCluster, String) async throws -> Void
    ) async throws {
        let cluster = try await TestCluster.shared
        try await cluster.withDatabase { try await test(cluster, $0) }
    }

    private func applied(_ options: ConnectionOptions) async throws -> [String] {
        let connection = try await Connection.connect(options)
        let rows = try await connection.execute(
            "select number || ' ' || name from redline.migration order by number"
        )
        await connection.close()
        return rows.compactMap { try? $0[0].string }
    }

    private static let all = Migrator().migrations.map { "\($0.number) \($0.name)" }

    @Test("are numbered without a gap")
    func numbers() {
        #expect(Migrator().migrations.map(\.number) == Array(1...Self.all.count))
    }

    @Test("are all applied by a role that may create roles and is no superuser, and only once")
    func ordinaryRole() async throws {
        try await withEmptyDatabase { cluster, database in
            let superuser = try await Connection.connect(cluster.options())
            try await superuser.executeScript(
                "create role ordinary login createrole; alter database \(database) owner to ordinary"
            )
            await superuser.close()
            let options = ConnectionOptions(
                "host=\(cluster.socketFolder) port=5432 user=ordinary dbname=\(database)"
            )
            let connection = try await Connection.connect(options)
            let migrator = Migrator()
            let names = migrator.migrations.map(\.name)
            #expect(try await migrator.migrate(on: connection) == names)
            #expect(try await applied(options) == Self.all)
            #expect(try await migrator.migrate(on: connection) == [])
            #expect(try await applied(options) == Self.all)
            // What it has made it can also write into.
            let writer = RecordWriter(options)
            let words = try await writer.outcomes([try prepare(SampleStages.initialSummary())])
            #expect(words[0].hasPrefix("recorded"))
        }
    }

    @Test("are applied once each, however many run at the same time")
    func concurrent() async throws {
        try await withEmptyDatabase { cluster, database in
            let options = cluster.options(database: database)
            let names = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let connection = try await Connection.connect(options)
                        return try await Migrator().migrate(on: connection)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(names.sorted() == Migrator().migrations.map(\.name))
            #expect(try await applied(options) == Self.all)
        }
    }

    @Test("make their roles once, however many databases of a cluster are migrated at once")
    func concurrentRoles() async throws {
        let first = try #require(Migrator().migrations.first)
        // Under other names, because the cluster has the right ones already.
        let renamed = Migrator([
            Migrator.Migration(
                number: 1,
                name: first.name,
                sql: first.sql.replacing("redline_", with: "race_")
            )
        ])
        let cluster = try await TestCluster.shared
        let superuser = try await Connection.connect(cluster.options())
        try await superuser.execute("create role racer login createrole")
        await superuser.close()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await cluster.withDatabase { database in
                        let owner = try await Connection.connect(cluster.options())
                        try await owner.execute("alter database \(database) owner to racer")
                        await owner.close()
                        let options = ConnectionOptions(
                            "host=\(cluster.socketFolder) port=5432 user=racer dbname=\(database)"
                        )
                        let connection = try await Connection.connect(options)
                        _ = try await renamed.migrate(on: connection, through: 1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("are refused where a newer redline has been at work")
    func newer() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                "insert into redline.migration (number, name) values (900000, '900000_later')"
            )
            let connection = try await Connection.connect(database.options)
            let newest = Self.all.count
            let expected =
                "the database is at migration 900000, this redline knows \(newest): "
                + "use a newer redline"
            let migrating = await #expect(throws: MigrationError.self) {
                try await Migrator().migrate(on: connection)
            }
            #expect(migrating.map { "\($0)" } == expected)
            let asking = await #expect(throws: MigrationError.self) {
                try await Migrator().status(on: connection)
            }
            #expect(asking.map { "\($0)" } == expected)
        }
    }

    @Test("leave nothing where they fail, and what came before them stays")
    func failing() async throws {
        try await withEmptyDatabase { cluster, database in
            let options = cluster.options(database: database)
            let good = Migrator.Migration(
                number: 1,
                name: "000001_good",
                sql: "create table redline.good (a integer);"
            )
            let bad = Migrator.Migration(
                number: 2,
                name: "000002_bad",
                sql: "create table redline.bad (a integer); select * from redline.absent;"
            )
            let connection = try await Connection.connect(options)
            for _ in 0..<2 {
                let error = await #expect(throws: MigrationError.self) {
                    try await Migrator([good, bad]).migrate(on: connection)
                }
                #expect(
                    error.map { "\($0)" }
                        == "migration 000002_bad failed: 42P01 relation \"redline.absent\" does not exist"
                )
            }
            #expect(try await applied(options) == ["1 000001_good"])
            let tables = try await connection.execute(
                "select to_regclass('redline.good'), to_regclass('redline.bad')"
            )
            #expect(try tables[0][0].string == "redline.good")
            #expect(try tables[0][1].isNull)
            let mended = Migrator.Migration(
                number: 2,
                name: "000002_bad",
                sql: "create table redline.bad (a integer)"
            )
            let names = try await Migrator([good, mended]).migrate(on: connection, through: 2)
            #expect(names == ["000002_bad"])
        }
    }

    @Test("say which of them are applied and since when")
    func status() async throws {
        try await withEmptyDatabase { cluster, database in
            let connection = try await Connection.connect(cluster.options(database: database))
            let migrator = Migrator()
            let names = migrator.migrations.map(\.name)
            let before = try await migrator.status(on: connection)
            #expect(before.map(\.name) == names)
            #expect(before.compactMap(\.appliedAt) == [])
            _ = try await migrator.migrate(on: connection, through: 3)
            let halfway = try await migrator.status(on: connection)
            #expect(halfway.map { $0.appliedAt != nil } == names.indices.map { $0 < 3 })
            _ = try await migrator.migrate(on: connection)
            let times = try await connection.execute(
                """
                select to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                from redline.migration order by number
                """
            )
            let after = try await migrator.status(on: connection)
            #expect(after.map(\.name) == names)
            #expect(
                after.map { $0.appliedAt.map { String($0.prefix(19)) } }
                    == times.map { try? $0[0].string }
            )
        }
    }
}
