import RedlinePostgres
import RedlineStorage

/// A database with redline's schema: a clone of one that is migrated once in a test process.
///
/// Its weeks are split two ways by owner instead of eight, which makes a clone four times smaller,
/// and reach from six weeks back to two ahead; there is also the week of 2 March 2026, for tests with
/// fixed times.
public struct MigratedDatabase: Sendable {
    private static let template = Task.detached { try await makeTemplate() }

    /// The cluster that the database lies in.
    public let cluster: TestCluster
    /// The database's name.
    public let name: String

    /// Runs `body` with a database of its own, which is dropped afterwards.
    public static func with<Value: Sendable>(
        _ body: @Sendable (MigratedDatabase) async throws -> Value
    ) async throws -> Value {
        let cluster = try await TestCluster.shared
        return try await cluster.withDatabase(template: try await template.value) { name in
            try await body(MigratedDatabase(cluster: cluster, name: name))
        }
    }

    /// Options to connect as the superuser.
    public var options: ConnectionOptions { cluster.options(database: name) }

    /// Runs `body` on a connection of the superuser that is closed afterwards.
    public func withConnection<Value: Sendable>(
        _ body: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await Connection.connect(options)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The rows of one statement as PostgreSQL writes their values, read in a role and for an owner
    /// where they are given.
    @discardableResult
    public func rows(
        _ sql: String,
        role: String? = nil,
        owner: String? = nil
    ) async throws -> [[String?]] {
        try await withConnection { connection in
            try await connection.transaction { connection in
                if let role {
                    let quoted = PostgresSyntax.quoteIdentifier(role)
                    try connection.execute("set local role \(quoted)")
                }
                if let owner {
                    try connection.execute(
                        "select set_config('redline.owner', $1, true)",
                        [.text(owner)]
                    )
                }
                let rows = try connection.execute(sql)
                return try rows.map { row in
                    try (0..<rows.columnCount).map { try row[$0].string }
                }
            }
        }
    }

    /// The first column of the rows of one statement, NULL as an empty text.
    public func column(
        _ sql: String,
        role: String? = nil,
        owner: String? = nil
    ) async throws -> [String] {
        try await rows(sql, role: role, owner: owner).map { ($0.first ?? nil) ?? "" }
    }

    /// Runs several statements of one text as the superuser.
    public func run(_ script: String) async throws {
        try await withConnection { try await $0.executeScript(script) }
    }

    private static func makeTemplate() async throws -> String {
        let cluster = try await TestCluster.shared
        let name = try await cluster.createDatabase()
        let connection = try await Connection.connect(cluster.options(database: name))
        let migrator = Migrator()
        // The number of ways has to be known before the first week is made, at the very end.
        let last = migrator.migrations.last?.number ?? 0
        _ = try await migrator.migrate(on: connection, through: last)
        try await connection.executeScript(
            """
            update redline.setting set value = '2' where name = 'owner_partitions';
            select redline.ensure_partitions(kind, now() - make_interval(weeks => ago))
            from unnest(array['export', 'interaction']) as kind, generate_series(0, 6) as ago;
            select redline.ensure_partitions(kind, '2026-03-02')
            from unnest(array['export', 'interaction']) as kind;
            """
        )
        _ = try await migrator.migrate(on: connection)
        await connection.close()
        return name
    }
}
