import Foundation
import RedlineDigest
import Testing

@Suite("Exports of real documents", .enabled(if: SharedData.isThere))
struct ExportedDocumentTests {
    private static let owner = "ana@example.com"
    private static let formats = ["json", "csv", "excel", "pdf"]
    private static let templates = ["standard", "executive_summary", "detailed", "financial"]

    /// A document as a machine read it, and as a person corrected it.
    private struct Pair {
        let id: String
        let source: JSON
        let extracted: JSON
        let modified: JSON

        init(_ line: String, _ number: Int) throws {
            let row = try JSON(parsing: line)
            id = "document-\(number)"
            source = [
                "document_type": row["document_type"],
                "extraction_method": row["extraction_method"], "di_confidence": 0.9,
            ]
            extracted = row["original_data"]
            modified = row["modified_data"]
        }
    }

    @Test(
        "in every format and template are the stages that recording the same by file makes",
        arguments: WorkflowDataTests.files
    )
    func whole(name: String) async throws {
        let lines = try await Mapped.source("workflows/\(name).ndjson.gz")
            .filter { !$0.contains(#""original_data":null"#) }
        let pairs = try lines.prefix(Self.formats.count * Self.templates.count).enumerated()
            .map { try Pair($1, $0) }
        let byFile = try await TestDatabase.migrated()
        let ingested = try await byFile.redline(
            ["ingest", "--owner", Self.owner],
            stdin: Array(try pairs.flatMap(Self.stages).joined(separator: "\n").utf8)
        )
        #expect(ingested.status == 0, "\(ingested.stderr)")
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            let key = try await server.key("owner", owner: Self.owner)
            for (number, pair) in pairs.enumerated() {
                try await export(
                    pair,
                    Self.formats[number % Self.formats.count],
                    Self.templates[number / Self.formats.count],
                    server,
                    key
                )
            }
            for report in [["field_accuracy"], ["correction_patterns"]] {
                let arguments = ["report"] + report + ["--from", "2d", "--format", "csv"]
                let expected = try await byFile.redline(arguments)
                let found = try await server.database.redline(arguments)
                #expect(expected.text.split(separator: "\n").count > 1)
                // They were made at other times.
                let times = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00/
                #expect(
                    found.text.replacing(times, with: "")
                        == expected.text.replacing(times, with: ""),
                    "\(report)"
                )
            }
            let funnel = try await server.database.redline([
                "report", "funnel", "--from", "2d", "--by", "document_type", "--format", "csv",
            ])
            let all = pairs.count
            #expect(funnel.text.contains(",\(all),\(all),\(all),0,0"), "\(funnel.text)")
        }
        try await byFile.drop()
    }

    private func export(
        _ pair: Pair,
        _ format: String,
        _ template: String,
        _ server: ServerUnderTest,
        _ key: String
    ) async throws {
        let path = "/api/v1/docs/\(pair.id)/export"
        let begun = try await server.record(
            path,
            key,
            ["source": pair.source, "extracted_data": pair.extracted]
        )
        let id = try #require(begun["export_workflow_id"].string)
        let wishes = Sample.wishes(format, template: template)
        let answer = try await server.post(path, key, Sample.review(id, pair.modified, wishes))
        #expect(answer.status == 200, "\(format) \(template) \(answer.text.prefix(500))")
        let stage = try await server.get("/api/v1/exports/\(id)", key).json["stages"]["stage3"]
        let hash = "sha256:" + SHA256Digest.hexadecimal(SHA256Digest.of(answer.body))
        #expect(stage["deliverable"]["content_hash"] == .string(hash))
        #expect(stage["deliverable"]["file_format"] == .string(format))
    }

    /// The same as another program records it.
    private static func stages(of pair: Pair) throws -> [String] {
        let id = "01940000-0000-4000-8000-\(UUID().uuidString.suffix(12).lowercased())"
        var initial = Sample.summary(owner: owner, document: pair.id)
        initial["source"] = pair.source
        initial["initial_extracted_data"] = pair.extracted
        let stages: [(String, JSON)] = [
            ("initial_ai_summary", initial),
            ("user_modifications", Sample.modifications(pair.extracted, pair.modified)),
            ("final_summary_and_deliverable", Sample.deliverable),
        ]
        return try stages.map { name, record in
            var record = record
            record["stage"] = .string(name)
            record["export_workflow_id"] = .string(id)
            return try record.text
        }
    }
}
