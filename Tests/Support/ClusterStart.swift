import Foundation

/// The steps from nothing to a running server.
struct ClusterStart {
    private let binaries: String
    private let account: ClusterAccount?
    private let folder: String

    init() throws {
        binaries = try PostgresBinaries.find()
        account = try ClusterAccount.needed()
        var template = Array("/tmp/redline-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TestClusterError("no folder under /tmp: errno \(errno)")
        }
        let bytes = template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        folder = String(decoding: bytes, as: UTF8.self)
    }

    func run() throws -> TestCluster {
        if let account, chown(folder, account.user, account.group) != 0 {
            throw TestClusterError("chown of \(folder): errno \(errno)")
        }
        // First of all, so that nothing is left behind wherever this is interrupted.
        try ClusterWatch.start(folder: folder)
        let initdb = try launch(
            "initdb",
            [
                "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--encoding=UTF8",
                "--locale=C.UTF-8",
            ]
        )
        guard initdb.wait() == 0 else { throw failure("initdb") }
        let server = try launch("postgres", ["-D", data] + settings)
        try waitUntilReady(server)
        return TestCluster(socketFolder: folder, binaries: binaries)
    }

    private var data: String { "\(folder)/data" }

    private var settings: [String] {
        [
            "listen_addresses=", "unix_socket_directories=\(folder)", "port=5432",
            "max_connections=400", "fsync=off", "full_page_writes=off", "shared_buffers=64MB",
            "max_wal_size=1GB", "lc_messages=C",
        ].flatMap { ["-c", $0] }
    }

    /// Starts a program of the server's as the account that may.
    private func launch(_ name: String, _ arguments: [String]) throws -> ChildProcess {
        guard FileManager.default.createFile(atPath: log(name), contents: nil),
            let log = FileHandle(forWritingAtPath: log(name))
        else {
            throw TestClusterError("cannot write \(log(name))")
        }
        defer { try? log.close() }
        let words = (account?.prefix ?? []) + ["\(binaries)/\(name)"] + arguments
        return try ChildProcess(
            words[0],
            Array(words.dropFirst()),
            folder: folder,
            output: log.fileDescriptor,
            error: log.fileDescriptor
        )
    }

    /// Waits for the server's own word, the last line of its process file.
    private func waitUntilReady(_ server: ChildProcess) throws {
        let deadline = Date.now + 60
        while Date.now < deadline {
            let state = try? String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
            if state?.contains("\nready") == true {
                return
            }
            guard server.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw failure("postgres")
    }

    private func failure(_ name: String) -> TestClusterError {
        let said = try? String(contentsOfFile: log(name), encoding: .utf8)
        return TestClusterError("\(name) failed: \(said ?? "")")
    }

    private func log(_ name: String) -> String { "\(folder)/\(name).log" }
}
