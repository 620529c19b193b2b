import Foundation
import Testing

/// Names come from outside: however long they are, nobody's reports stop.
@Suite("Names of thousands of characters")
struct LongNameTests {
    private static let id = "01940000-0000-4000-8000-000000000051"

    /// Text that cannot be packed.
    private static func name(_ seed: UInt64) -> String {
        var state = seed
        let text = (0..<600).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return String(state >> 8, radix: 36)
        }.joined()
        return "é\(text)"
    }

    @Test("are counted under their beginning and a digest, by the roll-ups and from the records")
    func counted() async throws {
        let database = try await TestDatabase.migrated()
        let names = (1...9).map { Self.name($0) }
        var summary = Sample.summary(owner: "jo@example.com")
        summary["source"] = [
            "document_type": .string(names[0]), "extraction_method": .string(names[1]),
            "di_confidence": 0.5,
        ]
        summary["initial_extracted_data"] = [names[2]: 1, names[3]: "x"]
        summary["field_confidence"] = ["/\(names[2])": 0.5]
        summary["initial_summary_metadata"] = [
            "ai_model": .string(names[4]), "processing_time_ms": 1, "tokens_used": 1,
            "confidence_score": 0.5,
        ]
        var modifications = Sample.modifications(
            [names[2]: 1, names[3]: "x"],
            [names[2]: 2, names[3]: "x"]
        )
        modifications["user_preferences"] = [
            "transformation_instructions": "", "export_format": .string(names[5]),
            "document_template": .string(names[6]),
        ]
        let stages: [(String, JSON)] = [
            ("initial_ai_summary", summary), ("user_modifications", modifications),
            ("final_summary_and_deliverable", Sample.deliverable),
        ]
        var lines = try stages.map { name, record in
            var record = record
            record["stage"] = .string(name)
            record["export_workflow_id"] = .string(Self.id)
            return try record.text
        }
        let interaction: JSON = [
            "user_id": "jo@example.com", "interaction_id": "i", "user_message": "Hello",
            "assistant_response": "Hi",
            "tool_calls": [
                [
                    "tool_name": .string(names[7]), "status": "error", "error": "boom",
                    "duration_ms": 3,
                ]
            ],
            "metadata": ["model": .string(names[8])],
        ]
        lines.append(try interaction.text)
        let ingested = try await database.redline(
            ["ingest", "--owner", "jo@example.com"],
            stdin: Array(lines.joined(separator: "\n").utf8)
        )
        #expect(ingested.status == 0, "\(ingested.stderr)")
        let verified = try await database.redline(["rollup", "verify"])
        #expect(verified.status == 0, "\(verified.stderr)")

        let grouped: [(report: [String], name: String)] = [
            (["editing_rate", "--by", "document_type"], names[0]),
            (["accuracy", "--by", "extraction_method"], names[1]),
            (["field_accuracy"], "/\(names[2])"), (["field_accuracy"], "/\(names[3])"),
            (["correction_patterns", "--by", "field"], "/\(names[2])"),
            (["accuracy", "--by", "model"], names[4]), (["preferences"], names[6]),
            (["funnel", "--by", "document_type,model"], names[4]),
            (["tool_health"], names[7]), (["activity", "--by", "model"], names[8]),
        ]
        // As of a time, the reports count the records.
        let now = Sample.time(secondsAgo: 0)
        for (report, name) in grouped {
            let arguments = ["report"] + report + ["--from", "2d", "--format", "csv"]
            let rolledUp = try await database.redline(arguments)
            #expect(rolledUp.status == 0, "\(rolledUp.stderr)")
            let beginning = String(String.UnicodeScalarView(name.unicodeScalars.prefix(398)))
            let short = rolledUp.text.matches(of: /[^,\n]*…[0-9a-f]{32}/).map { String($0.0) }
            #expect(short.contains { $0.contains(beginning) }, "\(report)")
            #expect(!rolledUp.text.contains(name.prefix(600)), "\(report)")
            let counted = try await database.redline(arguments + ["--as-of", now])
            #expect(
                counted.text.matches(of: /[^,\n]*…[0-9a-f]{32}/).map { String($0.0) } == short,
                "\(report) \(counted.stderr)"
            )
        }
        // The record is as it was sent.
        let shown = try await database.redline(["compare", Self.id, "--format", "json"])
        #expect(shown.text.contains("\"original_path\":\"/\(names[2])\""))
        try await database.drop()
    }
}
