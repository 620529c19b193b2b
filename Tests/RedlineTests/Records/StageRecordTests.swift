import Testing

@testable import Redline

@Suite("Valid records of stages")
struct StageRecordTests {
    private static let workflow = "0193b4c0-7d3e-7a51-8f00-0123456789ab"

    private func stage(_ text: String) throws -> StageRecord {
        guard case .stage(let record) = try Record(try JSONDocument(parsing: text)) else {
            throw NotAStage()
        }
        return record
    }

    private struct NotAStage: Error {}

    @Test("stage 1")
    func initialSummary() throws {
        let record = try stage(SampleRecord.initialSummary.rawValue)
        #expect(record.stage == .initialAISummary)
        #expect(record.owner?.name == "ann@example.com")
        #expect(record.workflowID == nil)
        #expect(record.revision == 1)
        #expect(record.timestamp?.description == "2026-11-21T02:24:26Z")
        #expect(record.document.root.text == SampleRecord.initialSummary.rawValue)
        let facts = record.facts
        #expect(facts.documentID == "doc-1")
        #expect(facts.documentType == "invoice")
        #expect(facts.extractionMethod == "OCR")
        #expect(facts.extractionConfidence == 0.93)
        #expect(facts.model == "m-1")
        #expect(facts.confidence == 0.88)
        #expect(facts.processingMilliseconds == 812.5)
        #expect(facts.tokensUsed == 420)
        #expect(facts.summary == "An invoice of one item.")
        #expect(facts.original?.text == #"{"total":"1,234.50","items":[{"n":"a"}]}"#)
        #expect(facts.modified == nil)
    }

    @Test("stage 2")
    func modifications() throws {
        let record = try stage(SampleRecord.modifications.rawValue)
        #expect(record.stage == .userModifications)
        #expect(record.owner == nil)
        #expect(record.workflowID?.description == Self.workflow)
        #expect(record.timestamp == nil)
        let facts = record.facts
        #expect(facts.original?.text == #"{"total":1}"#)
        #expect(facts.modified?.text == #"{"total":2}"#)
        #expect(facts.format == "pdf")
        #expect(facts.template == "standard")
        #expect(facts.editingSeconds == 285)
        #expect(facts.reportedFieldsEdited == 2)
        #expect(facts.reportedEditsPerMinute == 0.42)
        #expect(facts.reasons == ["/total": "misread"])
    }

    @Test("stage 3")
    func deliverable() throws {
        let record = try stage(SampleRecord.deliverable.rawValue)
        #expect(record.stage == .finalSummaryAndDeliverable)
        #expect(record.workflowID?.description == Self.workflow)
        let facts = record.facts
        #expect(facts.summary == "Invoice\none\ntwo")
        #expect(facts.model == "m-2")
        #expect(facts.confidence == 1)
        #expect(facts.processingMilliseconds == 90)
        #expect(facts.tokensUsed == 12)
        #expect(facts.filename == "a.pdf")
        #expect(facts.fileFormat == "pdf")
        #expect(facts.fileBytes == 52_341)
        #expect(facts.mimeType == "application/pdf")
        #expect(
            facts.contentHash
                == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(facts.totalSeconds == 301.5)
        #expect(facts.reportedAccuracy == 0.95)
        #expect(facts.reportedQuality == 0.9)
    }

    @Test("stage 4")
    func feedback() throws {
        let record = try stage(SampleRecord.feedback.rawValue)
        #expect(record.stage == .userFeedback)
        #expect(record.workflowID?.description == Self.workflow)
        #expect(record.revision == 2)
        #expect(record.facts.satisfaction == 4)
    }

    @Test("unknown members are no fault, anywhere", arguments: SampleRecord.allCases)
    func unknownMembers(sample: SampleRecord) throws {
        #expect(try SampleRecord.faults(of: sample.rawValue) == [])
        for pointer in ["/x", "/source/x", "/user_actions/x", "/metadata/x", "/deliverable/x"] {
            let isThere = try sample.tree.member(String(pointer.dropFirst().dropLast(2))) != nil
            guard isThere || pointer == "/x" else { continue }
            #expect(try sample.faults(with: #"{"a":[1]}"#, at: pointer) == [])
        }
    }

    @Test(
        "optional members may be absent or null",
        arguments: [
            (SampleRecord.initialSummary, "/source/extraction_fields_count"),
            (.initialSummary, "/field_confidence"), (.initialSummary, "/timestamp"),
            (.initialSummary, "/export_workflow_id"), (.modifications, "/changes"),
            (.modifications, "/reviewed_fields"), (.modifications, "/owner_email"),
            (.modifications, "/user_preferences/priority_fields"),
            (.modifications, "/user_preferences/template_customization"),
            (.deliverable, "/final_summary_metadata"), (.deliverable, "/deliverable/mime_type"),
            (.deliverable, "/deliverable/pages"), (.feedback, "/feedback_text"),
            (.feedback, "/quality_rating"), (.feedback, "/issues_found"), (.feedback, "/revision"),
            (.interaction, "/interaction_id"), (.interaction, "/timestamp"),
            (.interaction, "/thread_id"), (.interaction, "/tool_calls"),
            (.interaction, "/metadata"),
            (.interaction, "/tool_calls/0/result"), (.interaction, "/tool_calls/1/error"),
            (.interaction, "/tool_calls/0/duration_ms"), (.interaction, "/metadata/tokens_used"),
        ]
    )
    func optionalMembers(sample: SampleRecord, pointer: String) throws {
        #expect(try sample.faults(with: nil, at: pointer) == [])
        #expect(try sample.faults(with: "null", at: pointer) == [])
    }

    @Test(
        "a media type follows from the format, unless it is given",
        arguments: [
            (#""json""#, "application/json"), (#""CSV""#, "text/csv"),
            (#""excel""#, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (#""xlsx""#, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (#""pdf""#, "application/pdf"), (#""docx""#, "application/octet-stream"),
        ]
    )
    func mediaTypes(format: String, type: String) throws {
        let sample = try SampleRecord.deliverable.tree
        let format = JSONTree(try JSONDocument(parsing: format).root)
        let plain = sample.setting(["deliverable", "file_format"], to: format)
        #expect(try stage(plain.text).facts.mimeType == type)
        let given = plain.setting(["deliverable", "mime_type"], to: .string("x/y"))
        #expect(try stage(given.text).facts.mimeType == "x/y")
    }

    @Test("a person's reasons, by path or by field")
    func reasons() throws {
        let changes = """
            [{"path":"/items/0/n","field":"/items/*/n","user_reason":"wrong"},
            {"field":"total","user_reason":"misread"},{"path":"/a","user_reason":""},
            {"path":"/b"},{"user_reason":"nowhere"},{"path":7,"user_reason":"nowhere"},"text",null]
            """
        let value = JSONTree(try JSONDocument(parsing: changes).root)
        let record = try stage(
            try SampleRecord.modifications.tree.setting(["changes"], to: value).text
        )
        #expect(
            record.facts.reasons == [
                "/items/0/n": "wrong", "/items/*/n": "wrong", "/total": "misread",
            ]
        )
    }
}
