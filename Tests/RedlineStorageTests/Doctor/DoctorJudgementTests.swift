import Redline
import Testing

@testable import RedlineStorage

@Suite("The doctor, of figures")
struct DoctorJudgementTests {
    @Test("takes PostgreSQL 15 for old enough, and a standby for no place to record")
    func server() {
        var server = ServerState(
            version: "15.18 (Debian 15.18-1)",
            versionNumber: 150_018,
            database: "records",
            login: "redline"
        )
        #expect(
            server.finding.line
                == "ok database: PostgreSQL 15.18 answers: database records as redline."
        )
        server.isStandby = true
        #expect(
            server.finding.line == "problem database: The server is a standby: nothing can be "
                + "recorded there. Name the primary server with --database-url."
        )
        server.version = "14.23"
        server.versionNumber = 140_023
        #expect(
            server.finding.line == "problem database: The server is PostgreSQL 14.23, and redline "
                + "needs 15 or newer. Upgrade the server, or name another database with "
                + "--database-url."
        )
    }

    @Test("tells what each setting of durability risks")
    func durability() {
        var server = ServerState(version: "", versionNumber: 0, database: "", login: "")
        server.durability = [
            "fsync": "on", "synchronous_commit": "remote_apply", "full_page_writes": "on",
        ]
        #expect(
            server.durabilityFinding.line
                == "ok durability: What is committed is on the disk before it is answered."
        )
        server.durability["synchronous_commit"] = "off"
        #expect(
            server.durabilityFinding.line
                == "warning durability: synchronous_commit is off: a crash "
                + "can lose records that were already answered with 201. Set it to on in the "
                + "server's settings, and reload them."
        )
    }

    @Test(
        "counts of two clocks only what the way there and back does not explain",
        arguments: [
            (-1_999, "ok"), (-2_001, "warning"), (-60_000, "warning"), (-60_001, "problem"),
            (0, "ok"), (5_000, "ok"), (7_000, "ok"), (7_001, "warning"), (65_001, "problem"),
        ]
    )
    func clock(offset: Int64, status: String) throws {
        let before = try instant("2026-03-05T12:00:00Z")
        // The answer took five seconds.
        let finding = ClockCheck().finding(
            server: Timestamp(microseconds: before.microseconds + offset * 1_000),
            before: before,
            after: Timestamp(microseconds: before.microseconds + 5_000_000)
        )
        #expect(finding.status.rawValue == status)
    }

    @Test("says which way a clock is off, and by how much")
    func clockWords() throws {
        let now = try instant("2026-03-05T12:00:00Z")
        let words = [90, -7_300].map { seconds in
            ClockCheck().finding(
                server: Timestamp(microseconds: now.microseconds + seconds * 1_000_000),
                before: now,
                after: now
            ).detail
        }
        let meaning = "this machine's: records get wrong times and run out early or late."
        #expect(
            words == [
                "The database server's clock is 90 s ahead of \(meaning)",
                "The database server's clock is 2 h behind \(meaning)",
            ]
        )
    }

    @Test(
        "judges a disk by 10 % and 2 %, and a large one by 5 GB",
        arguments: [
            (2_000, 20_000, "ok"), (1_999, 20_000, "warning"), (400, 20_000, "warning"),
            (399, 20_000, "problem"), (5_000, 100_000, "ok"), (4_999, 100_000, "warning"),
            (1_999, 100_000, "problem"), (5_000, 4_000_000, "ok"), (4_999, 4_000_000, "problem"),
        ]
    )
    func disk(free: Int, size: Int, status: String) {
        let check = DiskCheck(name: "data disk", folder: "/data")
        let finding = check.finding(free: free * 1_000_000, of: size * 1_000_000)
        #expect(finding.status.rawValue == status)
        #expect((finding.advice == nil) == (status == "ok"))
    }

    @Test("looks at the disk that a folder lies on, or would lie on")
    func place() throws {
        let finding = DiskCheck(name: "spool disk", folder: "/proc/nothing/deeper").finding()
        #expect(
            finding.detail
                == "0 kB of 0 kB are free where /proc/nothing/deeper lies."
        )
        #expect(ExistingFolder(for: "/proc/nothing/../deeper").path == "/proc")
        let root = DiskCheck(name: "spool disk", folder: "/").finding()
        #expect(root.detail.hasSuffix("B are free where / lies.") || root.status > .ok)
    }

    @Test("says what waits to be measured, and warns where it waits for long or in vain")
    func measures() throws {
        let now = try instant("2026-03-05T12:00:00Z")
        func line(_ waiting: Int, _ setAside: Int, since oldest: String?) throws -> String {
            let pending = PendingMeasures(
                waiting: waiting,
                setAside: setAside,
                oldest: try oldest.map(instant)
            )
            return MeasureCheck().finding(pending, at: now).line
        }
        #expect(try line(0, 0, since: nil) == "ok measures: Everything recorded is measured.")
        #expect(
            try line(1, 0, since: "2026-03-05T11:59:30Z")
                == "ok measures: 1 stage waits to be measured, the oldest for 30 s."
        )
        #expect(
            try line(2, 0, since: "2026-03-05T09:00:00Z")
                == "warning measures: 2 stages wait to be measured, the oldest for 3 h. The reports "
                + "lack them so long. See whether redline serve runs, or run redline measure."
        )
        #expect(
            try line(1, 2, since: "2026-03-05T12:00:00Z")
                == "warning measures: 1 stage waits to be measured, the oldest for 0 s. 2 stages "
                + "could not be measured in 5 tries, and the reports lack them. The log of redline "
                + "serve says why; redline measure tries again."
        )
    }

    @Test(
        "says what waits for the roll-ups, and warns where it waits for long or they are not made"
    )
    func rollUps() throws {
        let now = try instant("2026-03-05T12:00:00Z")
        func line(_ waiting: Int, since oldest: String?, isBuilt: Bool = true) throws -> String {
            let pending = PendingRollUps(
                isBuilt: isBuilt,
                waiting: waiting,
                oldest: try oldest.map(instant),
                entries: nil
            )
            return RollUpCheck().finding(pending, at: now).line
        }
        #expect(try line(0, since: nil) == "ok roll-ups: Everything recorded is in the roll-ups.")
        #expect(
            try line(1, since: "2026-03-05T11:59:30Z")
                == "ok roll-ups: 1 change waits to come into the roll-ups, the oldest for 30 s."
        )
        #expect(
            try line(2, since: "2026-03-05T09:00:00Z")
                == "warning roll-ups: 2 changes wait to come into the roll-ups, the oldest for 3 h. "
                + "The reports lack them so long. See whether redline serve runs, and what its log "
                + "says of the roll-ups."
        )
        #expect(
            try line(0, since: nil, isBuilt: false)
                == "warning roll-ups: The roll-ups are not made yet: reports count all records, "
                + "which takes long. Start redline serve, or run redline rollup rebuild."
        )
    }
}
