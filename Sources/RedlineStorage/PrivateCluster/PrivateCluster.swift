import Foundation

/// The PostgreSQL cluster that redline makes and runs for itself where no database URL is given.
///
/// It lives under one folder, `HOME`:
///
///     HOME/data      the data folder of PostgreSQL (mode 0700); its settings, log and custom.conf
///     HOME/socket    the folder of its Unix socket (mode 0700); under /tmp where HOME is long
///     HOME/lock      held by the one redline that makes, starts or stops the cluster
///     HOME/location  only where the data lies elsewhere: the path of that folder
///
/// PostgreSQL runs on its own, detached from the terminal, and goes on when redline ends. Any number of
/// redline processes share it. Started by root, it runs as an unprivileged user; where that user cannot
/// reach `HOME` (as in root's own home folder) the data lies in a folder under `/var/lib/redline`.
///
/// Whoever can enter the socket's folder connects without a password: the cluster's user and root. The
/// database and the role are both named `redline`; the role may make roles but is no superuser.
public struct PrivateCluster: Sendable {
    /// The folder that the cluster belongs to, as an absolute path.
    public let home: String
    let environment: [String: String]
    /// Where root's clusters go that cannot lie in their home.
    let systemFolder: String

    /// The role and the database that redline works with.
    static let name = "redline"

    /// Names a cluster; nothing is read or made before it is asked to run.
    ///
    /// - Parameters:
    ///   - home: The folder of the cluster; nil for `REDLINE_HOME`, or `~/.redline` where that is not set.
    ///   - environment: Where `REDLINE_HOME`, `REDLINE_PG_BIN`, `HOME` and `PATH` are looked up.
    public init(
        home: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.init(home: home, environment: environment, systemFolder: "/var/lib/redline")
    }

    init(home: String?, environment: [String: String], systemFolder: String) {
        let asked = [home, environment["REDLINE_HOME"]].compactMap { $0 }.first { !$0.isEmpty }
        let userFolder =
            environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
        let path = asked ?? "\(userFolder)/.redline"
        self.home = URL(fileURLWithPath: path).standardizedFileURL.path
        self.environment = environment
        self.systemFolder = systemFolder
    }

    /// Sees to it that the cluster exists and runs, making and starting it where it does not.
    ///
    /// Costs well under a millisecond where it runs already. Safe to call from any number of processes
    /// at once: one does the work, the others wait for it.
    ///
    /// - Parameter progress: Told in a sentence what is being done, where it takes time.
    /// - Returns: The connection string, for libpq, of the database `redline` as the role `redline`.
    /// - Throws: ``PrivateClusterError``, with what PostgreSQL said and what to do about it.
    public func ensureRunning(
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> String {
        if let server = try runningServer() { return Self.connectionString(to: server) }
        return try await Self.offTheSharedThreads {
            Self.connectionString(to: try bringUp(progress))
        }
    }

    /// The connection string, for libpq, of the database `redline` as the role `redline`.
    ///
    /// - Throws: ``PrivateClusterError`` with the reason `notRunning` where the server does not run.
    public func connectionString() throws -> String {
        guard let server = try runningServer() else {
            throw PrivateClusterError(
                .notRunning,
                "The private cluster in \(home) is not running.",
                advice: "Start it: redline db start"
            )
        }
        return Self.connectionString(to: server)
    }

    /// The command line of a psql session in the database: the program's path, then its arguments.
    ///
    /// - Throws: ``PrivateClusterError`` where the server does not run or psql is not there.
    public func psqlArguments() throws -> [String] {
        let connection = try connectionString()
        // The one that came with the server, where that can be seen.
        let server = Postmaster(dataFolder: try layout().dataFolder)
        let beside = server.flatMap { ServerProcess(pid: $0.pid).program }
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/psql" }
        let found = [beside, ClusterCommand.find("psql")].compactMap { $0 }
            .first { (program: String) in access(program, X_OK) == 0 }
        guard let psql = found else {
            throw PrivateClusterError(
                .postgresNotFound,
                "psql was not found.",
                advice: "Install it: apt-get install postgresql-client"
            )
        }
        return [psql, "--dbname=\(connection)"]
    }

    /// The running server, where there is one that answers: read from its files, no process started.
    func runningServer() throws -> Postmaster? {
        let layout = try layout()
        guard let owner = PrivateFolder.owner(of: layout.dataFolder) else { return nil }
        guard ClusterUser.isRoot || owner == geteuid() else {
            _ = try ClusterUser.forCluster(at: layout.dataFolder, ownedBy: owner)
            return nil
        }
        guard let server = Postmaster(dataFolder: layout.dataFolder), server.isReady,
            // In a folder that others can enter, anybody could be listening.
            PrivateFolder.isPrivate(server.socketFolder, to: owner),
            ClusterSocket.probe(server.socketPath) == .listening
        else { return nil }
        // A server that was killed this moment still listens until the kernel has closed its files. One
        // that goes on listening although the pid is not its own runs in another container.
        let deadline = ContinuousClock.now + .milliseconds(500)
        while server.isPidInUse && !server.isServer(of: layout.dataFolder)
            && ContinuousClock.now < deadline
        {
            usleep(5000)
            guard ClusterSocket.probe(server.socketPath) == .listening else { return nil }
        }
        return server
    }

    /// Where the cluster lies, or would lie: in its home, unless a file there says otherwise.
    func layout() throws -> ClusterLayout {
        guard let data = FileManager.default.contents(atPath: locationFile) else {
            return ClusterLayout(base: home)
        }
        let base = String(decoding: data, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let layout = ClusterLayout(base: base)
        // Only root's clusters lie elsewhere, and root goes nowhere that others send it.
        guard PrivateFolder.owner(of: locationFile) == 0 else {
            throw PrivateClusterError(
                .folderNotUsable,
                "\(locationFile) was not written by redline.",
                advice: "Remove it, or set REDLINE_HOME to a folder of your own."
            )
        }
        guard base.hasPrefix("/"), !ClusterUser.isRoot || layout.hasData else {
            throw PrivateClusterError(
                .folderNotUsable,
                "\(locationFile) says that the cluster lies in \(base), but there is none.",
                advice: "Restore it, or remove \(locationFile) to begin with an empty one."
            )
        }
        return layout
    }

    var locationFile: String { "\(home)/location" }

    private static func connectionString(to server: Postmaster) -> String {
        let folder = server.socketFolder
            .replacingOccurrences(of: "\\", with: "\\\\")
            .replacingOccurrences(of: "'", with: "\\'")
        return "host='\(folder)' port=\(server.port) dbname=\(name) user=\(name)"
    }

    /// Runs work that blocks on a thread of its own, because those that Swift shares out are few.
    static func offTheSharedThreads<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }
}
