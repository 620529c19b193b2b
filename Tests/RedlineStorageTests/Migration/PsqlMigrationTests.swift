import Foundation
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Migrations as files")
struct PsqlMigrationTests {
    /// The folder `migrations` of the repository.
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "migrations")

    private static func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    @Test("are what is compiled in")
    func compiledIn() throws {
        let texts = try Self.files().map { try String(contentsOf: $0, encoding: .utf8) }
        #expect(Migrator().migrations.map(\.sql) == texts)
    }

    @Test("each runs in psql as it stands, and makes what the migrator makes")
    func psql() async throws {
        let cluster = try await TestCluster.shared
        try await cluster.withDatabase { database in
            for file in try Self.files() {
                let said = try await Self.psql(cluster, database, file)
                #expect(said == "0 ", "\(file.lastPathComponent)")
            }
            let made = try await Self.catalog(cluster, database)
            #expect(made.count > 100)
            try await cluster.withDatabase { other in
                let connection = try await Connection.connect(cluster.options(database: other))
                let migrator = Migrator()
                let last = migrator.migrations.last?.number ?? 0
                _ = try await migrator.migrate(on: connection, through: last)
                let migrated = try await Self.catalog(cluster, other)
                // The table of what is applied is the migrator's own.
                let ofMigrator = { (line: String) in line.contains("redline.migration") }
                #expect(
                    made.filter { !ofMigrator($0) } == migrated.filter { !ofMigrator($0) }
                )
            }
        }
    }

    /// Every table, view, column, constraint, index, function and policy, as text.
    private static func catalog(_ cluster: TestCluster, _ database: String) async throws -> [String]
    {
        let connection = try await Connection.connect(cluster.options(database: database))
        let rows = try await connection.execute(
            """
            select concat_ws(' ', relkind, c.oid::regclass, attname, atttypid::regtype, attnotnull)
            from pg_class c left join pg_attribute a on attrelid = c.oid and attnum > 0
            where relnamespace = 'redline'::regnamespace
            union all
            select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where connamespace = 'redline'::regnamespace
            union all
            select pg_get_functiondef(oid) from pg_proc
            where pronamespace = 'redline'::regnamespace and prokind <> 'a'
            union all
            select concat_ws(' ', aggfnoid::regprocedure, aggtransfn, aggtranstype::regtype)
            from pg_aggregate where aggfnoid::regprocedure::text like 'redline.%'
            union all
            select policies::text from pg_policies policies where schemaname = 'redline'
            order by 1
            """
        )
        await connection.close()
        return rows.compactMap { try? $0[0].string }
    }

    /// Runs a file; the exit status and what psql said on standard error.
    private static func psql(
        _ cluster: TestCluster,
        _ database: String,
        _ file: URL
    ) async throws -> String {
        let psql = try await ChildOutput.of(
            "\(cluster.binaries)/psql",
            [
                "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", file.path, "-d",
                cluster.connectionString(database: database),
            ],
            keeping: .error
        )
        return "\(psql.status) " + psql.text
    }
}
