import Foundation
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Several users of one private cluster")
struct PrivateClusterSharingTests {
    @Test("Many that start it at once get one server")
    func race() async throws {
        try await ClusterFixture.with { fixture in
            let urls = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await fixture.cluster.ensureRunning() }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(urls == [try fixture.cluster.connectionString()])
            #expect(try fixture.log().components(separatedBy: "starting PostgreSQL").count == 2)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: fixture.cluster.home).sorted()
                    == ["data", "lock", "socket"]
            )
        }
    }

    @Test("A start waits for another process that holds the lock", .enabled(if: Self.flock != nil))
    func lockOfAnotherProcess() async throws {
        try await ClusterFixture.with { fixture in
            let cluster = fixture.cluster
            try PrivateFolder.make(cluster.home, mode: 0o711, owner: (0, 0))
            let mark = "\(fixture.folder)/held"
            let held = "touch \(mark); sleep 0.5; rm \(mark)"
            _ = try ChildProcess(
                Self.flock ?? "",
                ["\(cluster.home)/lock", "/bin/sh", "-c", held]
            )
            while !FileManager.default.fileExists(atPath: mark) {
                try await Task.sleep(for: .milliseconds(1))
            }
            _ = try await cluster.ensureRunning { _ in
                #expect(!FileManager.default.fileExists(atPath: mark))
            }
            #expect(!FileManager.default.fileExists(atPath: mark))
        }
    }

    private static let flock = ClusterCommand.find("flock")
}
