import Foundation
import RedlinePostgres
import Synchronization

/// A PostgreSQL server of the test process's own, on a Unix socket, without durability.
///
/// It starts when it is first asked for and stops when the process ends, however that happens.
/// Roles are shared by all its databases.
public struct TestCluster: Sendable {
    private static let starting = Task.detached { try await start() }
    private static let lastDatabase = Mutex(0)

    /// The folder of the socket.
    public let socketFolder: String
    /// The folder of the server's programs, such as `psql`.
    public let binaries: String

    /// The process's cluster, started at the first call.
    public static var shared: TestCluster {
        get async throws { try await starting.value }
    }

    /// A libpq connection string for the superuser `postgres`.
    public func connectionString(database: String = "postgres") -> String {
        "host=\(socketFolder) port=5432 user=postgres dbname=\(database)"
    }

    /// Options to connect as the superuser.
    public func options(database: String = "postgres") -> ConnectionOptions {
        // On a busy machine a server that makes databases can be slow to let people in.
        ConnectionOptions(connectionString(database: database), connectTimeoutSeconds: 60)
    }

    /// Makes a database, a clone of `template` when one is named, and returns its name.
    ///
    /// Nobody may be connected to the template.
    public func createDatabase(template: String? = nil) async throws -> String {
        let number = Self.lastDatabase.withLock { last in
            last += 1
            return last
        }
        let name = "test_\(number)"
        let source = template.map { " template \(PostgresSyntax.quoteIdentifier($0))" } ?? ""
        try await maintain("create database \(name)\(source)")
        return name
    }

    /// Drops a database together with whoever is connected to it.
    public func dropDatabase(_ name: String) async throws {
        let quoted = PostgresSyntax.quoteIdentifier(name)
        try await maintain("drop database if exists \(quoted) with (force)")
    }

    /// Runs `body` with the name of a database that is dropped afterwards.
    public func withDatabase<Value: Sendable>(
        template: String? = nil,
        _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let name = try await createDatabase(template: template)
        do {
            let value = try await body(name)
            try await dropDatabase(name)
            return value
        } catch {
            try? await dropDatabase(name)
            throw error
        }
    }

    private func maintain(_ sql: String) async throws {
        let connection = try await Connection.connect(options())
        try await connection.execute(sql)
        await connection.close()
    }

    private static func start() async throws -> TestCluster {
        // Starting waits for other processes, which the cooperative pool must not do.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try ClusterStart().run() })
            }
        }
    }
}
