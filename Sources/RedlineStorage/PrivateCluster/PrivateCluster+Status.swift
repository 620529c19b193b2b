import Foundation

extension PrivateCluster {
    /// What there is of a cluster, and whether its server runs.
    public enum Status: Equatable, Sendable {
        /// There is no cluster yet; it is made when it is first needed.
        case notCreated
        /// The cluster is there, and its server does not run.
        case stopped
        /// The server runs and answers.
        case running(Server)
    }

    /// A running server.
    public struct Server: Equatable, Sendable {
        /// The process id of the server.
        public let pid: Int
        /// The version of PostgreSQL, such as `15.18`.
        public let version: String
        /// The room that the data folder takes on disk, in bytes.
        public let dataBytes: Int
        /// The path of the data folder.
        public let dataFolder: String
        /// The path of the Unix socket.
        public let socket: String
        /// When the server was started.
        public let since: Date
    }

    /// Looks whether the cluster exists and runs; changes nothing.
    ///
    /// - Throws: ``PrivateClusterError`` where the folder belongs to somebody else.
    public func status() throws -> Status {
        let layout = try layout()
        // Not asked of a file inside: another user's data folder cannot be looked into.
        guard access(layout.dataFolder, F_OK) == 0 else { return .notCreated }
        guard let server = try runningServer() else { return .stopped }
        let program = ServerProcess(pid: server.pid).program
        let version =
            try program.flatMap { PostgresInstallation.version(of: $0) }
            ?? PostgresInstallation.matching(
                dataFolder: layout.dataFolder,
                environment: environment
            ).version
        return .running(
            Server(
                pid: Int(server.pid),
                version: version,
                dataBytes: Self.bytesOnDisk(layout.dataFolder),
                dataFolder: layout.dataFolder,
                socket: server.socketPath,
                since: server.startedAt
            )
        )
    }

    private static func bytesOnDisk(_ folder: String) -> Int {
        // Files come and go under a running server; one that has gone counts nothing.
        guard let names = FileManager.default.enumerator(atPath: folder) else { return 0 }
        var total = 0
        for case let name as String in names {
            var found = stat()
            guard lstat("\(folder)/\(name)", &found) == 0 else { continue }
            total += Int(found.st_blocks) * 512
        }
        return total
    }
}
