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
        initdb.waitUntilExit()
        guard initdb.terminationStatus == 0 else { throw failure("initdb") }
        // Not by pg_ctl: what a child leaves running keeps Foundation waiting for the child.
        let server = try launch("postgres", ["-D", data] + settings)
        try waitUntilReady(server)
        return TestCluster(socketFolder: folder, binaries: binaries)
    }

    private var data: String { "\(folder)/data" }

    private var settings: [String] {
        [
            "listen_addresses=", "unix_socket_directories=\(folder)", "port=5432",
            "max_connections=200", "fsync=off", "full_page_writes=off", "shared_buffers=64MB",
            "max_wal_size=1GB", "lc_messages=C",
        ].flatMap { ["-c", $0] }
    }

    /// Starts a program of the server's as the account that may.
    private func launch(_ name: String, _ arguments: [String]) throws -> Process {
        guard FileManager.default.createFile(atPath: log(name), contents: nil) else {
            throw TestClusterError("cannot write \(log(name))")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = (account?.prefix ?? []) + ["\(binaries)/\(name)"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: log(name))
        process.standardError = process.standardOutput
        try process.run()
        return process
    }

    /// Waits for the server's own word, the last line of its process file.
    private func waitUntilReady(_ server: Process) throws {
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
