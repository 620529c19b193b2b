import Foundation
import Testing

@Suite("Real interactions", .enabled(if: SharedData.isThere))
struct InteractionDataTests {
    @Test(
        "are counted as an independent reference counts them",
        arguments: ["airline_gpt-4o", "airline_claude-sonnet-4-5"]
    )
    func reference(name: String) async throws {
        let lines = try await Mapped.lines(
            "map_interactions.py",
            "interactions/\(name).ndjson.gz",
            ["--shift"]
        )
        let reference = try JSON(
            parsing: SharedData.bytes("reference/interactions_\(name).json")
        )["ALL"]
        let database = try await TestDatabase.migrated()
        let file = try Scratch.file(Array(lines.joined(separator: "\n").utf8)).path
        let first = try await database.redline(["ingest", file])
        #expect(first.stderr == "\(lines.count) recorded, 0 recorded before, 0 refused\n")
        let second = try await database.redline(["ingest", file])
        #expect(second.stderr == "0 recorded, \(lines.count) recorded before, 0 refused\n")
        #expect(reference["interactions"].integer == lines.count)
        let activity = try await rows(database, ["activity", "--by", "source"])
        #expect(activity.count == 1)
        let row = try #require(activity.first)
        #expect(row["interactions"] == reference["interactions"])
        #expect(row["owners"] == reference["users"])
        #expect(row["threads"] == reference["threads"])
        #expect(row["tool_calls"] == reference["tool_calls"])
        #expect(row["failed_calls"].number == reference["tool_status"]["error"].number ?? 0)
        expectEqual(row["turns_per_thread"], reference["interactions_per_thread"]["mean"])
        let tools = try await rows(database, ["tool_health"])
        #expect(Set(tools.compactMap { $0["tool"].string }) == reference["tools"].names)
        for tool in tools {
            let expected = reference["tools"][tool["tool"].string ?? ""]
            #expect(tool["calls"] == expected["calls"])
            expectEqual(tool["failure_rate"], expected["error_rate"])
            expectEqual(tool["failure_low"], expected["error_wilson95"][0])
            expectEqual(tool["failure_high"], expected["error_wilson95"][1])
        }
        try await database.drop()
    }

    private func rows(_ database: TestDatabase, _ arguments: [String]) async throws -> [JSON] {
        let result = try await database.redline(["report"] + arguments + ["--format", "json"])
        return try JSON(parsing: result.stdout)["rows"].elements
    }

    private func expectEqual(
        _ found: JSON,
        _ expected: JSON,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        // The reference takes z with more digits than the definition does.
        let difference = (found.number ?? .nan) - (expected.number ?? .infinity)
        #expect(
            abs(difference) < 1e-8,
            "\(found) \(expected)",
            sourceLocation: sourceLocation
        )
    }
}
