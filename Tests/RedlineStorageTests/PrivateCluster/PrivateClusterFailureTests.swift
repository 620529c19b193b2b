import Foundation
import Testing

@testable import RedlineStorage

@Suite("What a private cluster says when it cannot run")
struct PrivateClusterFailureTests {
    @Test("No PostgreSQL")
    func noPostgres() async throws {
        try await ClusterFixture.with(environment: ["REDLINE_PG_BIN": "/nowhere"]) { fixture in
            let error = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(error?.reason == .postgresNotFound)
            #expect(
                error?.description == """
                    No PostgreSQL server was found.
                    Install PostgreSQL 15 or newer (apt-get install postgresql), \
                    or set REDLINE_PG_BIN to the folder of its programs, \
                    or name a database with --database-url.
                    """
            )
        }
    }

    @Test("A wrong setting, and data of a version that is not installed")
    func wrongSettingAndVersion() async throws {
        try await ClusterFixture.with { fixture in
            _ = try await fixture.cluster.ensureRunning()
            try await fixture.cluster.stop()
            let dataFolder = try fixture.dataFolder
            let custom = "\(dataFolder)/custom.conf"
            try "fsync = perhaps\n".write(toFile: custom, atomically: false, encoding: .utf8)
            let wrong = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(wrong?.reason == .startFailed)
            #expect(wrong?.message == "PostgreSQL did not start; its data is in \(dataFolder).")
            #expect(
                wrong?.advice == "A setting is wrong: look at custom.conf in the data folder."
            )
            #expect(
                wrong?.serverLines.contains {
                    $0.hasSuffix("parameter \"fsync\" requires a Boolean value")
                } == true
            )

            let version = "\(dataFolder)/PG_VERSION"
            try "9\n".write(toFile: version, atomically: false, encoding: .utf8)
            let old = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(old?.reason == .versionMismatch)
            #expect(
                old?.message.hasPrefix(
                    "The data in \(dataFolder) was made by PostgreSQL 9; found is only 1"
                ) == true
            )
            #expect(old?.advice.contains("apt-get install postgresql-9") == true)
        }
    }

    @Test("A folder that everybody can write to, a file in the way, a path for no shell")
    func unusableHomes() async throws {
        try await ClusterFixture.with { fixture in
            let home = fixture.cluster.home
            try PrivateFolder.make(home, mode: 0o777, owner: (0, 0))
            let open = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(open?.message == "\(home) can be written to by everybody.")

            try FileManager.default.removeItem(atPath: home)
            try "".write(toFile: home, atomically: true, encoding: .utf8)
            let file = await #expect(throws: PrivateClusterError.self) {
                try await fixture.cluster.ensureRunning()
            }
            #expect(file?.message == "\(home) cannot be used: Not a directory.")

            let quoted = PrivateCluster(home: "\(fixture.folder)/$(id)", environment: [:])
            let shell = await #expect(throws: PrivateClusterError.self) {
                try await quoted.ensureRunning()
            }
            #expect(shell?.reason == .folderNotUsable)
            #expect(ClusterFixture.mode(quoted.home) == "missing")
        }
    }

    @Test("A full disk is named as such")
    func fullDisk() {
        let said = ["", "a", "FATAL: could not write lock file: No space left on device"]
        let error = PrivateClusterError.fromServer(.startFailed, "It did not start.", output: said)
        #expect(
            error.description == """
                It did not start.
                The disk is full: free some space, or set REDLINE_HOME to a folder on another disk.
                PostgreSQL said:
                  a
                  FATAL: could not write lock file: No space left on device
                """
        )
    }
}
