import Foundation
import Testing

@testable import RedlineStorage

/// A private cluster in a short folder of its own, stopped and removed when the test is over.
struct ClusterFixture: Sendable {
    let cluster: PrivateCluster
    /// The folder that everything lies in.
    let folder: String

    /// Runs a test with a cluster that does not exist yet, and whose home is below the fixture's folder.
    static func with(
        home: String = "home",
        environment: [String: String] = [:],
        _ test: (ClusterFixture) async throws -> Void
    ) async throws {
        let folder = "/tmp/rlc-\(UInt32.random(in: 0...UInt32.max))"
        try PrivateFolder.make(folder, mode: 0o755, owner: (0, 0))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let fixture = ClusterFixture(
            cluster: PrivateCluster(
                home: "\(folder)/\(home)",
                environment: variables,
                systemFolder: "\(folder)/system"
            ),
            folder: folder
        )
        do {
            try await test(fixture)
        } catch {
            await fixture.remove()
            throw error
        }
        await fixture.remove()
    }

    /// The standard output of one SQL statement, without headings or alignment.
    func query(_ statement: String) throws -> String {
        let options = ["--no-psqlrc", "--tuples-only", "--no-align", "--command=\(statement)"]
        let outcome = try ClusterCommand(words: try cluster.psqlArguments() + options).run()
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    /// The pid of the running server.
    func pid() throws -> pid_t {
        try #require(try cluster.runningServer()).pid
    }

    var dataFolder: String {
        get throws { try cluster.layout().dataFolder }
    }

    /// Everything that PostgreSQL has logged since the cluster was made.
    func log() throws -> String {
        let logFolder = "\(try dataFolder)/log"
        return try FileManager.default.contentsOfDirectory(atPath: logFolder)
            .map { try String(contentsOfFile: "\(logFolder)/\($0)", encoding: .utf8) }
            .joined()
    }

    /// The permission bits of a file or folder, in octal.
    static func mode(_ path: String) -> String {
        var found = stat()
        guard lstat(path, &found) == 0 else { return "missing" }
        return String(found.st_mode & 0o777, radix: 8)
    }

    /// Kills the server as a crash would, without a chance to tidy up.
    func crash() throws {
        let server = try #require(try cluster.runningServer())
        kill(server.pid, SIGKILL)
        let dataFolder = try dataFolder
        while server.isServer(of: dataFolder) { usleep(1000) }
    }

    private func remove() async {
        _ = try? await cluster.stop()
        if let layout = try? cluster.layout(),
            let owner = PrivateFolder.owner(of: layout.dataFolder)
        {
            // What a failed test has left; nothing of it may go on running.
            for process in ServerProcess.all(in: layout.dataFolder) { kill(process.pid, SIGKILL) }
            for path in layout.socketFolders(owner: owner, environment: cluster.environment) {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
