import RedlinePostgres
import Synchronization
import TestSupport

/// A database of the tests' own with redline's schema in it.
struct TestDatabase: Sendable {
    let name: String
    private let cluster: TestCluster

    /// Migrated once, cloned for each that asks.
    private static let template = Task {
        let database = try await TestDatabase.empty()
        let result = try await database.redline(["migrate"])
        guard result.status == 0 else { throw SetupFailure("redline migrate: \(result.stderr)") }
        return database.name
    }
    /// Cloning needs a template that nobody else clones at the same time.
    private static let cloning = Line()

    /// A database with nothing in it.
    static func empty() async throws -> TestDatabase {
        let cluster = try await TestCluster.shared
        return TestDatabase(name: try await cluster.createDatabase(), cluster: cluster)
    }

    /// A database with a current schema and no records.
    static func migrated() async throws -> TestDatabase {
        let template = try await template.value
        let cluster = try await TestCluster.shared
        let name = try await cloning.run { try await cluster.createDatabase(template: template) }
        return TestDatabase(name: name, cluster: cluster)
    }

    /// As `--database-url` takes it.
    var url: String { cluster.connectionString(database: name) }

    /// To connect as the superuser.
    var options: ConnectionOptions { cluster.options(database: name) }

    /// As psql takes it from its environment.
    var environment: [String: String] {
        [
            "PGHOST": cluster.socketFolder, "PGPORT": "5432", "PGUSER": "postgres",
            "PGDATABASE": name, "PGTZ": "UTC", "PSQLRC": "/dev/null",
        ]
    }

    /// Runs the command on this database.
    func redline(_ arguments: [String], stdin: [UInt8] = []) async throws -> CommandResult {
        try await Redline.run(arguments, stdin: stdin, environment: ["REDLINE_DATABASE_URL": url])
    }

    /// Lets nobody in any more and ends the sessions that there are, or lets people in again.
    func setOpen(_ isOpen: Bool) async throws {
        let connection = try await Connection.connect(cluster.options(database: "postgres"))
        let quoted = PostgresSyntax.quoteIdentifier(name)
        try await connection.execute("alter database \(quoted) allow_connections \(isOpen)")
        if !isOpen {
            try await connection.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1",
                [.text(name)]
            )
        }
        await connection.close()
    }

    /// The rows of a query as texts; null is nil.
    func rows(_ sql: String) async throws -> [[String?]] {
        let connection = try await Connection.connect(cluster.options(database: name))
        let rows = try await connection.execute(sql)
        let texts = try rows.map { row in
            try (0..<rows.columnCount).map { try row[$0].string }
        }
        await connection.close()
        return texts
    }

    /// Runs statements that give nothing back.
    func run(_ script: String) async throws {
        let connection = try await Connection.connect(cluster.options(database: name))
        try await connection.executeScript(script)
        await connection.close()
    }

    /// The one number that a query gives.
    func count(_ sql: String) async throws -> Int {
        try await rows(sql).first?.first?.flatMap { Int($0) } ?? -1
    }

    /// How many stages and interactions are stored.
    func recordCount() async throws -> Int {
        try await count(
            "select (select count(*) from redline.export_stage)"
                + " + (select count(*) from redline.interaction)"
        )
    }

    func drop() async throws {
        try await cluster.dropDatabase(name)
    }
}
