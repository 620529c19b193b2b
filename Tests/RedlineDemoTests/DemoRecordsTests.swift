import Foundation
import RedlineDemo
import Testing

/// The sequence as a whole: the same every time, well formed, in the past, and of a lifelike mix.
@Suite struct DemoRecordsTests {
    /// 2025-11-20T15:45:00Z, a Thursday.
    private static let now = Date(timeIntervalSince1970: 1_763_653_500)
    private static let midnight = "2025-11-20T00:00:00.000Z"

    private static let lines = Array(DemoRecords(now: now))

    private static func records() throws -> [[String: Any]] {
        try lines.map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any])
        }
    }

    private static func stages(_ name: String) throws -> [[String: Any]] {
        try records().filter { $0["stage"] as? String == name }
    }

    private static func at(hour: Double) -> Date {
        Date(timeIntervalSince1970: 1_763_596_800 + hour * 3600)
    }

    @Test func `the same seed and day give the same bytes at any hour`() {
        #expect(Array(DemoRecords(now: Self.at(hour: 0))) == Self.lines)
        #expect(Array(DemoRecords(now: Self.at(hour: 23.99))) == Self.lines)
    }

    @Test func `another seed gives other records`() {
        #expect(Set(DemoRecords(seed: 2, now: Self.now)).isDisjoint(with: Self.lines))
    }

    @Test func `tomorrow repeats today's records and adds a day`() {
        // As much a day in both: 29 days and 30 have records.
        let today = Set(DemoRecords(now: Self.now, workflows: 870, interactions: 1450))
        let tomorrow = Set(
            DemoRecords(now: Self.at(hour: 24), days: 31, workflows: 900, interactions: 1500)
        )
        #expect(today.subtracting(tomorrow).isEmpty)
        #expect(tomorrow.subtracting(today).count > 50)
    }

    @Test func `every record has an owner and a time in the past`() throws {
        for record in try Self.records() {
            let owner = try #require((record["owner_email"] ?? record["user_id"]) as? String)
            #expect(owner.hasSuffix("@example.com") || owner.hasSuffix("@example.org"))
            #expect(!owner.contains { $0.isWhitespace || $0 == "/" || $0 == "\\" })
            let time = try #require(record["timestamp"] as? String)
            #expect(time >= "2025-10-22T00:00:00.000Z")
            #expect(time < Self.midnight)
        }
    }

    @Test func `lines come in the order of the day they began on`() throws {
        let started = try Self.stages("initial_ai_summary")
            .compactMap { $0["timestamp"] as? String }
        #expect(started == started.sorted())
    }

    @Test func `workflow and interaction ids are unique`() throws {
        let workflows = try Self.stages("initial_ai_summary")
            .compactMap { $0["export_workflow_id"] as? String }
        let interactions = try Self.records().compactMap { $0["interaction_id"] as? String }
        #expect(Set(workflows).count == workflows.count)
        #expect(Set(interactions).count == interactions.count)
        #expect(interactions.allSatisfy { $0.wholeMatch(of: /INT_\d{8}_\d{6}_\d{6}/) != nil })
    }

    @Test func `a workflow's id is a UUID of version 7 with the time of stage 1`() throws {
        for record in try Self.stages("initial_ai_summary") {
            let id = try #require(record["export_workflow_id"] as? String)
            let shape = /([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
            let match = try #require(id.wholeMatch(of: shape))
            let milliseconds = try #require(Int(match.1 + match.2, radix: 16))
            let time = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            let stamp = try #require(record["timestamp"] as? String)
            let written = try style.parse(stamp)
            #expect(abs(written.timeIntervalSince(time)) < 0.0005)
        }
    }

    @Test func `the later stages belong to a workflow of the same owner and follow it`() throws {
        var owners: [String: String] = [:]
        var times: [String: String] = [:]
        for record in try Self.records() where record["stage"] != nil {
            let id = try #require(record["export_workflow_id"] as? String)
            let owner = try #require(record["owner_email"] as? String)
            let time = try #require(record["timestamp"] as? String)
            let isFirst = record["stage"] as? String == "initial_ai_summary"
            #expect(isFirst == (owners[id] == nil))
            #expect(owners[id, default: owner] == owner)
            #expect(times[id, default: time] <= time)
            owners[id] = owner
            times[id] = time
        }
    }

    @Test func `there are a few thousand records of every kind`() throws {
        let kinds = try Dictionary(
            grouping: Self.records(),
            by: { $0["stage"] as? String ?? "interaction" }
        ).mapValues(\.count)
        #expect((800...1000).contains(kinds["initial_ai_summary"] ?? 0))
        #expect((400...700).contains(kinds["user_modifications"] ?? 0))
        #expect((750...950).contains(kinds["final_summary_and_deliverable"] ?? 0))
        #expect((200...400).contains(kinds["user_feedback"] ?? 0))
        #expect((1400...1650).contains(kinds["interaction"] ?? 0))
        #expect(kinds.count == 5)
    }

    @Test func `the arguments set how much there is`() throws {
        let few = Array(
            DemoRecords(now: Self.now, days: 8, owners: 3, workflows: 50, interactions: 0)
        )
        let owners = try Set(
            few.map { line in
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require((value as? [String: Any])?["owner_email"] as? String)
            }
        )
        #expect(owners.count == 3)
        #expect((35...65).contains(few.count { $0.contains("initial_ai_summary") }))
        #expect(Array(DemoRecords(now: Self.now, days: 1)).isEmpty)
    }
}
