import RedlineStorage
import TestSupport
import Testing

@Suite("Stages of an export")
struct StageRecordingTests {
    private static let sent = [
        SampleStages.initialSummary(), SampleStages.modifications(), SampleStages.deliverable(),
        SampleStages.feedback(),
    ]

    @Test("each is answered with its workflow, its time and its end")
    func receipts() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let records = try Self.sent.map { try prepare($0) }
            let id = SampleStages.workflow
            let until = "of ada@example.com at"
            #expect(
                try await writer.outcomes(records) == [
                    "recorded 1 of revision 1 \(id) \(until) 2026-03-04T09:30:00Z "
                        + "until 2026-04-04T12:00:00Z",
                    "recorded 2 of revision 1 \(id) \(until) 2026-03-04T09:36:00Z "
                        + "until 2026-04-04T12:00:00Z",
                    "recorded 3 of revision 1 \(id) \(until) 2026-03-04T09:40:00Z "
                        + "until 2026-04-04T12:00:00Z",
                    "recorded 4 of revision 1 \(id) \(until) 2026-03-05T08:00:00Z "
                        + "until 2026-04-04T12:00:00Z",
                ]
            )
            #expect(
                try await database.listing("select * from redline.workflow") == [
                    """
                    owner: ada@example.com
                    workflow_id: \(id)
                    started_at: 2026-03-04 09:30:00+00
                    kept_from: 2026-03-05 12:00:00+00
                    """
                ]
            )
        }
    }

    @Test("every column holds what the record says or what was measured, the record its bytes")
    func columns() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write(Self.sent.map { try prepare($0) })
            let rows = try await database.listing(
                "select * from redline.export_stage order by stage",
                without: ["digest"]
            )
            #expect(rows == zip(Self.sent, Self.columns).map { Self.row($0, $1) })
        }
    }

    /// A row: the columns that all four share, and those of its stage.
    private static func row(
        _ record: String,
        _ columns: (stage: Int, at: String, own: String)
    )
        -> String
    {
        """
        owner: ada@example.com
        workflow_started_at: 2026-03-04 09:30:00+00
        workflow_id: \(SampleStages.workflow)
        revision: 1
        stage: \(columns.stage)
        occurred_at: \(columns.at)
        recorded_at: 2026-03-05 12:00:00+00
        kept_from: 2026-03-05 12:00:00+00
        record: \(record)
        \(columns.own)
        """
    }

    /// The numbers of field names and values: the same wherever they come.
    private static let vendorKey = "2666546921236073175"
    private static let totalKey = "1376883594294650243"
    private static let currencyKey = "7156423184762510271"
    private static let skuKeys = "-8434041167883928588,-784450067650421583"

    private static let columns = [
        (
            1, "2026-03-04 09:30:00+00",
            """
            document_id: INV-1
            document_type: invoice
            extraction_method: OCR
            extraction_confidence: 0.87
            model: gpt-4o
            confidence: 0.91
            processing_ms: 1200
            tokens_used: 345
            extracted: 4
            field: {/vendor,/total,/lines/*/sku}
            field_extracted: {1,1,2}
            field_modified: {0,0,0}
            field_deleted: {0,0,0}
            field_added: {0,0,0}
            scored_path: {/vendor,/total}
            scored_field: {/vendor,/total}
            scored_confidence: {0.6,0.99}
            leaf_key: {\(vendorKey),\(totalKey),\(skuKeys)}
            """
        ),
        // ACME Co -> ACME Corp is two insertions in nine characters; the new first line is added.
        (
            2, "2026-03-04 09:36:00+00",
            """
            template: financial
            format: pdf
            editing_seconds: 285
            reported_fields_edited: 9
            reported_edits_per_minute: 7.5
            extracted: 5
            modified: 1
            deleted: 1
            added: 2
            char_edits: 2
            char_length: 9
            field: {/vendor,/total,/currency,/lines/*/sku,/due}
            field_extracted: {1,1,1,2,0}
            field_modified: {1,0,0,0,0}
            field_deleted: {0,0,1,0,0}
            field_added: {0,0,0,1,1}
            leaf_key: {\(vendorKey),\(totalKey),\(currencyKey),\(skuKeys)}
            """
        ),
        // One word of the seven that shipped was another in the first summary.
        (
            3, "2026-03-04 09:40:00+00",
            """
            model: gpt-4o-mini
            confidence: 0.95
            processing_ms: 800.5
            tokens_used: 210
            filename: invoice.pdf
            file_format: pdf
            mime_type: application/pdf
            file_bytes: 48213
            content_hash: sha256:\(String(repeating: "ab", count: 32))
            total_seconds: 600
            reported_accuracy: 0.8
            reported_quality: 0.97
            ter_edits: 1
            ter_reference_words: 7
            summary_words: 7
            kept_words: 6
            """
        ),
        (4, "2026-03-05 08:00:00+00", "satisfaction: 4"),
    ]

    @Test("every correction is a row with its class, its values and the reason that was given")
    func corrections() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write(Self.sent.map { try prepare($0) })
            let place = [
                "owner", "workflow_started_at", "workflow_id", "revision", "kept_from",
            ]
            let rows = try await database.listing(
                "select * from redline.correction order by ordinal",
                without: Set(place)
            )
            #expect(rows == Self.corrections)
        }
    }

    private static let corrections = [
        """
        ordinal: 1
        field: /vendor
        original_path: /vendor
        modified_path: /vendor
        change_type: modification
        pattern: typo
        original: "ACME Co"
        modified: "ACME Corp"
        original_length: 7
        modified_length: 9
        edit_distance: 2
        reason: full name
        original_key: \(vendorKey)
        """,
        """
        ordinal: 2
        field: /currency
        original_path: /currency
        modified_path: /currency
        change_type: deletion
        pattern: spurious
        original: "EUR"
        reason: not on the page
        original_key: \(currencyKey)
        """,
        """
        ordinal: 3
        field: /lines/*/sku
        original_path: /lines/-/sku
        modified_path: /lines/0/sku
        change_type: addition
        pattern: missing
        modified: "A0"
        """,
        """
        ordinal: 4
        field: /due
        original_path: /due
        modified_path: /due
        change_type: addition
        pattern: missing
        modified: "2026-04-01"
        """,
    ]

    @Test("fields that only look the same are two: é in one code point and in two")
    func lookalikeFields() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let record = SampleStages.initialSummary().replacing(
                "{\"vendor\"",
                with: "{\"\u{E9}\":1,\"e\u{301}\":2,\"vendor\""
            )
            _ = try await writer.write([try prepare(record)])
            let fields = try await database.rows(
                "select array_length(field, 1), field_extracted from redline.export_stage"
            )
            #expect(fields == [["5", "{1,1,1,1,2}"]])
        }
    }
}
