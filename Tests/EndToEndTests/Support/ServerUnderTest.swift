import Foundation
import Synchronization
import Testing

/// `redline serve` on a port of the loopback, on a database of its own.
final class ServerUnderTest: Sendable {
    let database: TestDatabase
    let port: Int
    /// The secret of the admin key that the first start shows.
    let admin: String
    let client: HTTPClient
    let command: RunningCommand
    private let secrets = Mutex<[String: String]>([:])

    @TaskLocal private static var bound: ServerUnderTest?

    /// The server of the suite that is running.
    static var current: ServerUnderTest {
        get throws {
            try #require(bound, "the suite has no .serving trait")
        }
    }

    private init(_ database: TestDatabase, _ command: RunningCommand, port: Int, admin: String) {
        self.database = database
        self.command = command
        self.port = port
        self.admin = admin
        client = HTTPClient(port: port)
    }

    /// Starts the service, by another program where one is named, and waits until it listens.
    static func start(
        on database: TestDatabase,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        launcher: [String] = []
    ) async throws -> ServerUnderTest {
        let spool = Scratch.folder.appending(path: "spool-\(UUID().uuidString)").path
        let words = launcher + [Redline.binary]
        let command = try RunningCommand(
            words[0],
            words.dropFirst() + [
                "serve", "--listen", "127.0.0.1:0", "--database-url", database.url, "--spool",
                spool,
            ] + arguments,
            environment: environment
        )
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let said = try command.said
            let listening = /redline listens on https?:\/\/127\.0\.0\.1:(\d+)\n/
            if let match = said.firstMatch(of: listening), let port = Int(match.1) {
                let admin = said.firstMatch(of: /admin key, [^:]*: (rl_[A-Za-z0-9_-]{43})\n/)
                return ServerUnderTest(
                    database,
                    command,
                    port: port,
                    admin: admin.map { String($0.1) } ?? ""
                )
            }
            guard kill(command.pid, 0) == 0 else { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        command.signal(SIGKILL)
        throw SetupFailure("redline serve does not listen: \(try command.said)")
    }

    /// Runs `body` with a server on a database of its own, which stops gracefully in the end.
    static func run(
        _ arguments: [String] = [],
        hasDemo: Bool = false,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        let database = try await TestDatabase.migrated()
        if hasDemo {
            let demo = try await database.redline(["demo"])
            guard demo.status == 0 else { throw SetupFailure("redline demo: \(demo.stderr)") }
        }
        let server = try await start(on: database, arguments)
        let result: Result<Void, any Error>
        do {
            try await $bound.withValue(server, operation: body)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0, "SIGTERM ends the service gracefully")
        try await database.drop()
        try result.get()
    }

    /// A key of that role, made at the first call.
    func key(_ role: String, owner: String? = nil) async throws -> String {
        if role == "admin" { return admin }
        let name = "\(role) \(owner ?? "")"
        if let secret = secrets.withLock({ $0[name] }) { return secret }
        let secret = try await newKey(role, owner: owner)
        secrets.withLock { $0[name] = secret }
        return secret
    }

    func newKey(_ role: String, owner: String? = nil, name: String = "test") async throws -> String
    {
        let owned = owner.map { ["--owner", $0] } ?? []
        let result = try await database.redline(
            ["keys", "create", "--role", role, "--name", name] + owned
        )
        guard result.status == 0 else { throw SetupFailure("keys create: \(result.stderr)") }
        return result.text.trimmingCharacters(in: .newlines)
    }
}
