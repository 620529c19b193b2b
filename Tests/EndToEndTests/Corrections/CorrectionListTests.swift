import Foundation
import Testing

/// A stream of records whose corrections are known.
enum CorrectionSample {
    /// Reviews of two owners: three corrections of ann, one of bob, and one of cyd of another model.
    static let records: [JSON] = {
        var first = Sample.original
        first["vendor_name"] = "ABC Corporation"
        first["line_items"] = [["description": "Consulting", "quantity": 12]]
        first["purchase_order"] = "PO-12345"
        var second = Sample.original
        second["vendor_name"] = "ABC Corporation"
        var third = MiningRecords.review("cyd@example.com", Sample.original, second)
        third[0]["initial_summary_metadata"]["ai_model"] = "other-1"
        third[0]["source"]["document_type"] = "receipt"
        return MiningRecords.review("ann@example.com", Sample.original, first)
            + MiningRecords.review("bob@example.com", Sample.original, second) + third
            + MiningRecords.review("dan@example.com", Sample.original, nil)
    }()
}

@Suite("redline corrections list")
struct CorrectionListTests {
    @Test("gives each correction with its context, by owner, and filters")
    func list() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(CorrectionSample.records)
        let all = try await lines(database, [])
        #expect(
            all[0].masking(Self.volatile)
                == [
                    "export_workflow_id": "export_workflow_id",
                    "owner_email": "ann@example.com", "started_at": "started_at",
                    "reviewed_at": "reviewed_at", "revision": 1,
                    "document_id": "doc_invoice_2024_001", "document_type": "invoice",
                    "extraction_method": "document_intelligence", "model": "gpt-4",
                    "confidence": 0.92, "template": "executive_summary",
                    "field": "/line_items/*/quantity", "path": "/line_items/0/quantity",
                    "original_path": "/line_items/0/quantity",
                    "modified_path": "/line_items/0/quantity",
                    "change_type": "modification", "pattern": "rewrite", "original_value": 10,
                    "modified_value": 12, "user_reason": .null, "cursor": "cursor",
                ]
        )
        let shown = { (lines: [JSON]) in
            lines.map { "\($0["owner_email"].string?.first ?? "?")\($0["field"].string ?? "")" }
        }
        #expect(
            shown(all) == [
                "a/line_items/*/quantity", "a/vendor_name", "a/purchase_order", "b/vendor_name",
                "c/vendor_name",
            ]
        )
        let expected: [([String], [String])] = [
            (["--field", "/line_items/*/quantity"], ["a/line_items/*/quantity"]),
            (["--field", "/line*/**"], ["a/line_items/*/quantity"]),
            (
                ["--field", "/*"],
                ["a/vendor_name", "a/purchase_order", "b/vendor_name", "c/vendor_name"]
            ),
            (["--field", "/vendor.name"], []),
            (["--change-type", "addition"], ["a/purchase_order"]),
            (["--pattern", "truncation"], ["a/vendor_name", "b/vendor_name", "c/vendor_name"]),
            (["--model", "other-1"], ["c/vendor_name"]),
            (["--document-type", "receipt"], ["c/vendor_name"]),
            (["--extraction-method", "ocr"], []),
            (["--template", "executive_summary", "--pattern", "missing"], ["a/purchase_order"]),
            (["--owner", "bob@example.com"], ["b/vendor_name"]),
            (["--to", "2020-01-01"], []),
            (["--min-pattern-owners", "3"], ["a/vendor_name", "b/vendor_name", "c/vendor_name"]),
            (["--min-pattern-owners", "4"], []),
            (["--limit", "2"], ["a/line_items/*/quantity", "a/vendor_name"]),
        ]
        for (options, fields) in expected {
            #expect(shown(try await lines(database, options)) == fields, "\(options)")
        }
        // Any line's cursor leads to what is behind it.
        for (place, line) in all.enumerated() {
            let rest = try await lines(database, ["--after", line["cursor"].string ?? ""])
            #expect(rest == Array(all[(place + 1)...]))
        }
        try await database.drop()
    }

    @Test("is a table for people, and says how to go on")
    func table() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(CorrectionSample.records)
        let result = try await database.redline(["corrections", "list", "--limit", "4"])
        #expect(result.status == 0)
        #expect(result.text.split(separator: "\n").count == 6, "\(result.text)")
        #expect(result.text.contains("\"ABC Corp\""))
        let cursor = try #require(
            result.stderr.firstMatch(of: /There is more: --after ([0-9a-f]+)\n/)
        )
        let rest = try await database.redline(["corrections", "list", "--after", String(cursor.1)])
        #expect(rest.text.contains("cyd@example.com"))
        #expect(rest.text.split(separator: "\n").count == 3, "\(rest.text)")
        #expect(rest.stderr.isEmpty)
        try await database.drop()
    }

    @Test("refuses what it does not know, as wrong usage")
    func usage() async throws {
        let database = try await TestDatabase.migrated()
        for (arguments, said) in [
            (["--field", "vendor"], "vendor"), (["--pattern", "typos"], "typo"),
            (["--after", "zz"], "--after"), (["--limit", "0"], "--limit"),
            (["--limit", "1001"], "ndjson"),
            (["--min-pattern-owners", "0"], "--min-pattern-owners"),
        ] {
            let result = try await database.redline(["corrections", "list"] + arguments)
            #expect(result.status == 64, "\(arguments): \(result.stderr)")
            #expect(result.stderr.contains(said), "\(arguments): \(result.stderr)")
        }
        try await database.drop()
    }

    private static let volatile: Set = [
        "export_workflow_id", "started_at", "reviewed_at", "cursor",
    ]

    private func lines(_ database: TestDatabase, _ options: [String]) async throws -> [JSON] {
        let result = try await database.redline(
            ["corrections", "list", "--format", "ndjson"] + options
        )
        try #require(result.status == 0, "\(options): \(result.stderr)")
        return try result.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }
}
