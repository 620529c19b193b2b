import Foundation
import Testing

@Suite("The command: setting up")
struct SetUpTests {
    @Test("migrates once, and says how far the schema is")
    func migrate() async throws {
        let database = try await TestDatabase.empty()
        let names = try FileManager.default
            .contentsOfDirectory(atPath: Redline.root.appending(path: "migrations").path)
            .filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
        #expect(!names.isEmpty)
        let before = try await database.redline(["migrate", "--status"])
        #expect(before.status == 0)
        #expect(rows(before) == names.map { [$0, "to come"] })
        let first = try await database.redline(["migrate"])
        #expect(first.status == 0)
        #expect(first.stdout.isEmpty)
        #expect(first.stderr == names.map { "applied \($0)\n" }.joined())
        let second = try await database.redline(["migrate"])
        #expect(second.status == 0)
        #expect(second.stderr == "The schema is up to date.\n")
        let after = try await database.redline(["migrate", "--status"])
        #expect(rows(after).map { $0[0] } == names)
        #expect(rows(after).allSatisfy { $0[1].contains(/^\d{4}-\d\d-\d\dT.+Z$/) })
        try await database.drop()
    }

    @Test("makes, lists and revokes keys")
    func keys() async throws {
        let database = try await TestDatabase.migrated()
        let made = try await database.redline(
            ["keys", "create", "--role", "owner", "--owner", "jo@example.com", "--name", "jo's"]
        )
        #expect(made.status == 0)
        #expect(made.text.wholeMatch(of: /rl_[A-Za-z0-9_-]{43}\n/) != nil)
        let id = try #require(made.stderr.firstMatch(of: /^Key ([0-9a-f-]{36});/)).1
        _ = try await database.redline(["keys", "create", "--role", "analyst"])
        let past = try await database.redline(
            ["keys", "create", "--role", "miner", "--name", "old", "--expires", "2026-01-01"]
        )
        #expect(past.status == 0)
        let listed = rows(try await database.redline(["keys", "list"]))
        #expect(listed.map { $0[1] } == ["old", "key", "jo's"])
        #expect(listed[0].last == "run out")
        #expect(listed[1].last == "valid")
        let mine = try #require(listed.last)
        #expect(
            [mine[0], mine[2], mine[3], mine[5], mine[6]]
                == [String(id), "owner", "jo@example.com", "never", "valid"]
        )
        let revoked = try await database.redline(["keys", "revoke", String(id)])
        #expect(revoked.status == 0)
        #expect(revoked.stderr == "Key \(id) (jo's) is revoked.\n")
        let after = rows(try await database.redline(["keys", "list"]))
        #expect(after.last?.last == "revoked")
        try await database.drop()
    }

    @Test("lists the reports that the service lists")
    func reports() async throws {
        let database = try await TestDatabase.migrated()
        let listed = rows(try await database.redline(["report"])).map { $0[0] }
        let files = try FileManager.default
            .contentsOfDirectory(atPath: Redline.root.appending(path: "queries").path)
            .filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
        #expect(listed == files)
        try await database.drop()
    }

    @Test("records sample data once, and shows the main reports")
    func demo() async throws {
        let database = try await TestDatabase.migrated()
        let first = try await database.redline(["demo"])
        #expect(first.status == 0)
        let match = try #require(
            first.stderr.firstMatch(of: /^(\d+) records recorded, 0 were recorded before\./)
        )
        let count = Int(match.1) ?? 0
        #expect(count > 1_000)
        #expect(try await database.recordCount() == count)
        #expect(first.text.split(separator: "data through").count >= 5)
        let second = try await database.redline(["demo"])
        #expect(second.status == 0)
        #expect(second.stderr.hasPrefix("0 records recorded, \(count) were recorded before."))
        #expect(try await database.recordCount() == count)
        let times = /data through .+/
        #expect(
            second.text.replacing(times, with: "") == first.text.replacing(times, with: "")
        )
        try await database.drop()
    }

    @Test("keeps a cluster of its own where no database is named")
    func privateCluster() async throws {
        let home = "/tmp/redline-e2e-home-\(ProcessInfo.processInfo.processIdentifier)"
        let environment = ["REDLINE_HOME": home]
        defer { try? FileManager.default.removeItem(atPath: home) }
        let record = try Sample.interaction("hello", user: "jo@example.com").text
        let recorded = try await Redline.run(
            ["ingest"],
            stdin: Array(record.utf8),
            environment: environment
        )
        #expect(recorded.status == 0)
        #expect(recorded.stderr.hasSuffix("1 recorded, 0 recorded before, 0 refused\n"))
        let read = try await Redline.run(
            ["interactions", "jo@example.com"],
            environment: environment
        )
        #expect(read.text.contains("hello"))
        let psql = try await Redline.run(
            ["db", "psql", "-Atc", "select count(*) from redline.interaction"],
            environment: environment
        )
        #expect(psql.text == "1\n")
        let stopped = try await Redline.run(["db", "stop"], environment: environment)
        #expect(stopped.status == 0)
        #expect(stopped.stderr == "The private cluster has stopped.\n")
    }

    /// The rows of a plain table, without its head.
    private func rows(_ result: CommandResult) -> [[String]] {
        let lines = result.text.split(separator: "\n").map(String.init)
        guard lines.count > 2 else { return [] }
        // The rule shows where the columns lie.
        var places: [Range<Int>] = []
        for part in lines[1].matches(of: /─+/) {
            let start = lines[1].distance(from: lines[1].startIndex, to: part.range.lowerBound)
            places.append(start..<(start + part.output.count))
        }
        return lines.dropFirst(2).map { line in
            let characters = Array(line)
            return places.map { place in
                let part = characters[min(place.lowerBound, characters.count)...]
                    .prefix(place.count)
                return String(part).trimmingCharacters(in: .whitespaces)
            }
        }
    }
}
