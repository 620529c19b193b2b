import Foundation
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("What a private cluster survives")
struct PrivateClusterRecoveryTests {
    @Test("A killed server is started again, with all that was committed")
    func killedServer() async throws {
        try await ClusterFixture.with { fixture in
            let url = try await fixture.cluster.ensureRunning()
            _ = try fixture.query("create table note as select 'kept' as text")
            let pid = try fixture.pid()
            try fixture.crash()
            #expect(try fixture.cluster.status() == .stopped)
            #expect(try await fixture.cluster.ensureRunning() == url)
            #expect(try fixture.pid() != pid)
            #expect(try fixture.query("select text from note") == "kept")
        }
    }

    @Test("A query that outlives its killed server does not hold up the next one")
    func orphanedQuery() async throws {
        try await ClusterFixture.with { fixture in
            _ = try await fixture.cluster.ensureRunning()
            let busy = Task {
                try await PrivateCluster.offTheSharedThreads {
                    try fixture.query("do $$ begin loop perform 1; end loop; end $$")
                }
            }
            let running = """
                select count(*) from pg_stat_activity where query like 'do %' and state = 'active'
                """
            while try fixture.query(running) != "1" { try await Task.sleep(for: .milliseconds(10)) }
            try fixture.crash()
            _ = try await fixture.cluster.ensureRunning()
            // Required, since nothing else ends the busy query that is waited for next.
            try #require(try fixture.query("select 1") == "1")
            #expect(try await busy.value.contains("closed the connection"))
        }
    }

    @Test("The pid of a killed server may belong to somebody else by now")
    func foreignPid() async throws {
        try await ClusterFixture.with { fixture in
            _ = try await fixture.cluster.ensureRunning()
            let dataFolder = try fixture.dataFolder
            let server = try #require(Postmaster(dataFolder: dataFolder))
            try fixture.crash()

            // A process of the cluster's own user: the kind that PostgreSQL takes for a server.
            let owner = try #require(PrivateFolder.owner(of: dataFolder))
            let words = try #require(ClusterUser(id: owner)).handOver() + ["/bin/sleep", "60"]
            let stranger = try ChildProcess(words[0], Array(words.dropFirst()))
            defer { stranger.signal(SIGKILL) }
            for path in ["\(dataFolder)/postmaster.pid", "\(server.socketPath).lock"] {
                var lines = try String(contentsOfFile: path, encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: false)
                lines[0] = "\(stranger.pid)"
                try lines.joined(separator: "\n")
                    .write(toFile: path, atomically: false, encoding: .utf8)
            }

            #expect(try await fixture.cluster.stop() == false)
            #expect(try fixture.cluster.status() == .stopped)
            _ = try await fixture.cluster.ensureRunning()
            #expect(try fixture.pid() != stranger.pid)
            #expect(stranger.isRunning)
        }
    }

    @Test("What a creation that was cut off has left is removed")
    func cutOffCreation() async throws {
        try await ClusterFixture.with { fixture in
            let home = fixture.cluster.home
            let half = "\(home)/data.new-1/base"
            try PrivateFolder.make(home, mode: 0o711, owner: (0, 0))
            try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)
            try "15\n".write(toFile: "\(half)/PG_VERSION", atomically: true, encoding: .utf8)
            #expect(try fixture.cluster.status() == .notCreated)
            _ = try await fixture.cluster.ensureRunning()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: home).sorted()
                    == ["data", "lock", "socket"]
            )
        }
    }

    @Test("A server that lost its socket is restarted")
    func lostSocket() async throws {
        try await ClusterFixture.with { fixture in
            let url = try await fixture.cluster.ensureRunning()
            let pid = try fixture.pid()
            try FileManager.default.removeItem(atPath: "\(fixture.cluster.home)/socket")
            #expect(try await fixture.cluster.ensureRunning() == url)
            #expect(try fixture.pid() != pid)
            #expect(try fixture.query("select 1") == "1")
        }
    }
}
