import Redline
import RedlineSummaries
import Testing

/// A summary as records have it.
@Suite struct SummaryFormTests {
    private let summary = Summary(
        parts: [
            .executiveSummary: [
                Statement("One.", fields: [FieldReference(.data, "/a")]), Statement("Two."),
            ],
            .keyFindings: [Statement("Three.", fields: [FieldReference(.fieldConfidence, "/~1b")])],
        ],
        model: "m",
        use: SummaryUse(
            tokensIn: 10,
            tokensOut: 5,
            attempts: 2,
            repairs: 1,
            duration: .microseconds(1_500)
        ),
        fallbackReason: .failed(status: 503)
    )

    @Test func bothFormsHaveTheSameText() throws {
        var writer = JSONWriter()
        summary.write(to: &writer)
        #expect(
            writer.text == #"{"executive_summary":"One. Two.","key_findings":["Three."],"#
                + #""recommendations":[],"risk_factors":[],"action_items":[]}"#
        )
        #expect(summary.text == "One. Two.\nThree.")
        #expect(try JSONDocument(parsing: writer.text).root.summaryText == summary.text)
    }

    @Test func metadataSayWhoAnsweredAndWhatItTook() {
        var writer = JSONWriter()
        summary.writeMetadata(to: &writer)
        #expect(
            writer.text == #"{"ai_model":"m","processing_time_ms":1.5,"tokens_used":15,"#
                + #""prompt_tokens":10,"completion_tokens":5,"confidence_score":null,"#
                + #""attempts":2,"repairs":1,"whole_document":true,"#
                + #""fallback_reason":"failed_503","statement_fields":{"executive_summary":"#
                + #"[["data/a"],[]],"key_findings":[["field_confidence/~1b"]]}}"#
        )
    }

    @Test func metadataAreThoseOfARecord() throws {
        var record = JSONWriter()
        record.beginObject()
        record.name("stage")
        record.string("initial_ai_summary")
        record.name("document_id")
        record.string("d")
        record.name("owner_email")
        record.string("ada@example.com")
        record.name("source")
        record.raw(#"{"document_type":"invoice","extraction_method":"OCR"}"#)
        record.name("initial_extracted_data")
        record.raw("{}")
        record.name("ai_initial_summary")
        summary.write(to: &record)
        record.name("initial_summary_metadata")
        summary.writeMetadata(to: &record)
        record.endObject()
        let document = try JSONDocument(parsing: record.text)
        guard case .stage(let stage) = try Record(document) else {
            Issue.record("not a stage")
            return
        }
        #expect(stage.facts.summary == "One. Two.\nThree.")
        #expect(stage.facts.model == "m")
        #expect(stage.facts.tokensUsed == 15)
        #expect(stage.facts.processingMilliseconds == 1.5)
        #expect(stage.facts.confidence == nil)
    }
}
