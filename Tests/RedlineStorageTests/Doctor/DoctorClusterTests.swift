import Foundation
import Testing

@testable import RedlineStorage

@Suite("The doctor, of the private cluster")
struct DoctorClusterTests {
    private func lines(_ fixture: ClusterFixture) async -> [String] {
        let findings = await Doctor(connection: nil, cluster: fixture.cluster).findings()
        return findings.filter { !$0.name.hasSuffix("disk") }.map(\.line)
    }

    @Test("starts and makes nothing, and looks at a cluster that runs")
    func life() async throws {
        try await ClusterFixture.with { fixture in
            let home = fixture.cluster.home
            let installed = try PostgresInstallation.newest(
                environment: fixture.cluster.environment
            )
            let programs = "ok programs: PostgreSQL \(installed.version) is in \(installed.folder)."
            let spool = "ok spool: Nothing waits in \(home)/spool."
            let before = await lines(fixture)
            #expect(
                before == [
                    programs,
                    "warning cluster: There is no private cluster in \(home) yet, so no database was "
                        + "checked. It is made when it is first needed; run redline db start to make "
                        + "it now.",
                    spool,
                ]
            )
            #expect(!FileManager.default.fileExists(atPath: home))

            _ = try await fixture.cluster.ensureRunning()
            let running = await lines(fixture)
            let pid = try fixture.pid()
            let dataFolder = try fixture.dataFolder
            #expect(
                running == [
                    programs,
                    "ok cluster: The private cluster runs (pid \(pid)); its data lie in "
                        + "\(dataFolder).",
                    "ok database: PostgreSQL \(installed.version) answers: database redline as "
                        + "redline.",
                    "ok durability: What is committed is on the disk before it is answered.",
                    "ok clock: This machine and the database server agree on the time.",
                    "warning migrations: The database has no schema of redline's yet. The next "
                        + "command applies them, such as redline db start.",
                    "warning roles: There is no redline_fleet, redline_content, redline_recorder, "
                        + "redline_owner, redline_analyst, redline_miner, redline_compliance, "
                        + "redline_admin yet. Run redline migrate, which makes them.",
                    spool,
                ]
            )

            // A login without rights, where there are no roles yet either.
            _ = try fixture.query("create role plain login")
            let socket = try #require(try fixture.cluster.runningServer()).socketFolder
            let plain = Doctor(
                connection: "host=\(socket) user=plain dbname=redline",
                cluster: fixture.cluster
            )
            #expect(
                await plain.lines(of: "roles") == [
                    "problem roles: There is no redline_fleet, redline_content, redline_recorder, "
                        + "redline_owner, redline_analyst, redline_miner, redline_compliance, "
                        + "redline_admin, and plain may not make roles. As a superuser: alter role "
                        + "plain createrole; and then run redline migrate."
                ]
            )

            // A server that accepts and says nothing.
            kill(pid, SIGSTOP)
            let silent = await lines(fixture)
            kill(pid, SIGCONT)
            #expect(silent.count == 4)
            #expect(silent[2].hasPrefix("problem database: The database cannot be reached: "))
            #expect(silent[2].contains("timeout expired"), "\(silent[2])")

            try await fixture.cluster.stop()
            let stopped = await lines(fixture)
            #expect(
                stopped == [
                    programs,
                    "warning cluster: The private cluster in \(home) does not run, so the database "
                        + "was not checked. Run redline db start, and look again.",
                    spool,
                ]
            )
            #expect(try fixture.cluster.status() == .stopped)
        }
    }

    @Test("names the programs that are missing")
    func noPrograms() async throws {
        try await ClusterFixture.with(environment: ["REDLINE_PG_BIN": "/nowhere"]) { fixture in
            #expect(
                await lines(fixture).first
                    == "problem programs: No PostgreSQL server was found. Install PostgreSQL 15 or "
                    + "newer (apt-get install postgresql), or set REDLINE_PG_BIN to the folder of its "
                    + "programs, or name a database with --database-url."
            )
        }
    }
}
