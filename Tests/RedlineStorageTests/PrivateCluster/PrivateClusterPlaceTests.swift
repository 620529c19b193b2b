import Foundation
import Testing

@testable import RedlineStorage

@Suite("Where a private cluster lies")
struct PrivateClusterPlaceTests {
    @Test("A path too long for a socket, with spaces in it")
    func longPath() async throws {
        let long = String(repeating: "long path ", count: 12) + "end"
        try await ClusterFixture.with(home: long) { fixture in
            let home = fixture.cluster.home
            let url = try await fixture.cluster.ensureRunning()
            let owner = try #require(PrivateFolder.owner(of: "\(home)/data"))
            let folder = "/tmp/redline-\(owner)-\(ClusterLayout.mark(of: home))"
            #expect(url == "host='\(folder)' port=5432 dbname=redline user=redline")
            #expect(PrivateFolder.isPrivate(folder, to: owner))
            #expect(try fixture.query("select 1") == "1")

            // Somebody takes the folder's name while the server is away.
            try await fixture.cluster.stop()
            try FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createSymbolicLink(
                atPath: folder,
                withDestinationPath: fixture.folder
            )
            let error = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(error?.reason == .folderNotUsable)
            #expect(error?.message.contains(folder) == true)
            #expect(ClusterFixture.mode("\(fixture.folder)/.s.PGSQL.5432") == "missing")
        }
    }

    @Test(
        "Root's home, which the user that runs PostgreSQL cannot reach",
        .enabled(if: ClusterUser.isRoot)
    )
    func unreachableHome() async throws {
        try await ClusterFixture.with(home: "root/.redline") { fixture in
            try PrivateFolder.make("\(fixture.folder)/root", mode: 0o700, owner: (0, 0))
            let home = fixture.cluster.home
            let base = "\(fixture.folder)/system/\(ClusterLayout.mark(of: home))"
            let url = try await fixture.cluster.ensureRunning()
            #expect(url == "host='\(base)/socket' port=5432 dbname=redline user=redline")
            #expect(ClusterFixture.mode("\(base)/data") == "700")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: home).sorted()
                    == ["location", "lock"]
            )
            #expect(try String(contentsOfFile: "\(home)/location", encoding: .utf8) == "\(base)\n")

            try await fixture.cluster.stop()
            #expect(try await fixture.cluster.ensureRunning() == url)
            try await fixture.cluster.stop()
            // Data that has gone missing is no reason to begin with an empty cluster.
            try FileManager.default.moveItem(atPath: base, toPath: "\(base).away")
            let error = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(
                error?.description == """
                    \(home)/location says that the cluster lies in \(base), but there is none.
                    Restore it, or remove \(home)/location to begin with an empty one.
                    """
            )
        }
    }

    @Test(
        "Root in an ordinary user's folder makes a cluster of that user's",
        .enabled(if: ClusterUser.isRoot && ClusterUser(name: "nobody") != nil)
    )
    func folderOfAnotherUser() async throws {
        try await ClusterFixture.with(home: "theirs/.redline") { fixture in
            let nobody = try #require(ClusterUser(name: "nobody"))
            let owner = (nobody.id, nobody.groupID)
            try PrivateFolder.make("\(fixture.folder)/theirs", mode: 0o700, owner: owner)
            _ = try await fixture.cluster.ensureRunning()
            for name in ["", "/lock", "/data", "/socket"] {
                #expect(PrivateFolder.owner(of: fixture.cluster.home + name) == nobody.id)
            }
            #expect(ClusterFixture.mode(fixture.cluster.home) == "700")
        }
    }

    @Test("REDLINE_HOME, then the user's home folder")
    func home() {
        func home(_ environment: [String: String]) -> String {
            PrivateCluster(environment: environment).home
        }
        #expect(home(["REDLINE_HOME": "/srv/redline/", "HOME": "/home/a"]) == "/srv/redline")
        #expect(home(["REDLINE_HOME": "", "HOME": "/home/a"]) == "/home/a/.redline")
        let named = PrivateCluster(home: "/srv/x/../b", environment: ["REDLINE_HOME": "/srv/c"])
        #expect(named.home == "/srv/b")
    }
}
