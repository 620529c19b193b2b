import Foundation
import RedlinePostgres
import Synchronization

/// `redline serve` on a private cluster of its own, and the means to do both harm.
final class ChaosService: Sendable {
    private struct State {
        var command: RunningCommand?
        var client = HTTPClient(port: 0)
        var memory = 0
    }

    let folder: URL
    let home: String
    private let state = Mutex(State())

    static let patience = Duration.seconds(60)

    init() throws {
        // A short path: PostgreSQL's socket lies in it.
        folder = URL(filePath: "/tmp/redline-chaos-\(UInt32.random(in: 0...UInt32.max))")
        home = folder.appending(path: "home").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    // MARK: redline

    var client: HTTPClient { state.withLock(\.client) }
    /// The most memory that any of its processes had so far, in bytes.
    var memory: Int { state.withLock(\.memory) }

    /// Starts the service and waits until it listens.
    func start() async throws {
        let command = try RunningCommand(
            Redline.binary,
            ["serve", "--listen", "127.0.0.1:0", "--spool-limit", "\(4 << 20)"],
            environment: environment
        )
        state.withLock { $0.command = command }
        let port = try await Self.wait("redline listens") {
            guard kill(command.pid, 0) == 0 else {
                throw SetupFailure("redline serve ended: \(try command.said)")
            }
            return try command.said
                .firstMatch(of: /redline listens on http:\/\/127\.0\.0\.1:(\d+)\n/)
                .flatMap { Int($0.1) }
        }
        state.withLock { $0.client = HTTPClient(port: port) }
    }

    /// Ends the service with a signal, and says how it ended.
    func end(_ signal: Int32) async throws -> Int32? {
        guard let command = state.withLock(\.command) else { return nil }
        noteMemory()
        command.signal(signal)
        let status = try await command.status
        client.disconnect()
        state.withLock { $0.command = nil }
        return status
    }

    /// Runs a command on the same home.
    func redline(_ arguments: [String]) async throws -> String {
        let result = try await Redline.run(arguments, environment: environment)
        guard result.status == 0 else {
            let said = result.stderr + result.text.prefix(2_000)
            throw SetupFailure("redline \(arguments.joined(separator: " ")): \(said)")
        }
        return result.text.trimmingCharacters(in: .newlines)
    }

    private var environment: [String: String] { ["REDLINE_HOME": home] }

    private func noteMemory() {
        guard let pid = state.withLock(\.command)?.pid,
            let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let match = status.firstMatch(of: /VmHWM:\s+(\d+) kB/), let size = Int(match.1)
        else { return }
        state.withLock { $0.memory = max($0.memory, size * 1_024) }
    }

    // MARK: PostgreSQL

    /// The postmaster's pid; nil where none runs.
    var postmaster: pid_t? {
        let file = "\(home)/data/postmaster.pid"
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        guard let line = text?.split(separator: "\n").first, let pid = pid_t(line),
            kill(pid, 0) == 0
        else { return nil }
        return pid
    }

    /// Sends a signal to the postmaster and then to each of its children.
    func signalDatabase(_ number: Int32) throws {
        guard let postmaster else { throw SetupFailure("PostgreSQL does not run") }
        kill(postmaster, number)
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let pid = pid_t(name), Self.parent(of: pid) == postmaster else { continue }
            kill(pid, number)
        }
    }

    /// Kills the postmaster alone, as a crash would.
    func killPostmaster() throws {
        guard let postmaster else { throw SetupFailure("PostgreSQL does not run") }
        kill(postmaster, SIGKILL)
    }

    private static func parent(of pid: pid_t) -> pid_t? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        return text[end...].split(separator: " ").dropFirst(2).first.flatMap { pid_t($0) }
    }

    /// The rows of a query as texts.
    func rows(_ sql: String) async throws -> [[String?]] {
        let connection = try await Connection.connect(
            ConnectionOptions(try await redline(["db", "url"]))
        )
        let rows = try await connection.execute(sql)
        let texts = try rows.map { row in
            try (0..<rows.columnCount).map { try row[$0].string }
        }
        await connection.close()
        return texts
    }

    /// Waits until something is there.
    @discardableResult
    static func wait<Value>(
        _ what: String,
        _ find: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let found = try await find() { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw SetupFailure("within \(patience) it did not happen that \(what)")
    }

    /// Stops everything, whatever state it is in, and removes the folder.
    func remove() async {
        _ = try? await end(SIGKILL)
        try? signalDatabase(SIGCONT)
        _ = try? await redline(["db", "stop"])
        if postmaster != nil { try? signalDatabase(SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }
}
