import Redline
import Testing

@testable import RedlineClient

@Suite("Records of the client")
struct RecordTests {
    @Test("are what the service takes, stage by stage")
    func stages() throws {
        let workflow = try #require(WorkflowID("0198a8f0-0000-7000-8000-000000000001"))
        var summary = InitialSummaryRecord(
            documentID: "d",
            owner: "a@example.com",
            documentType: "invoice",
            extractionMethod: "OCR",
            extractionConfidence: 0.5,
            extractedData: ["total": 12.5, "items": [["n": 1]]],
            summary: "A \"summary\".",
            modelUse: ModelUseRecord(model: "m", tokensUsed: 7)
        )
        summary.workflowID = workflow
        summary.fieldConfidence = ["/total": 0.25]
        let modifications = ModificationsRecord(
            workflowID: workflow,
            owner: "a@example.com",
            originalData: ["total": 12.5],
            modifiedData: ["total": 13],
            exportFormat: "pdf",
            documentTemplate: "standard",
            editingSeconds: 3
        )
        let deliverable = DeliverableRecord(
            workflowID: workflow,
            owner: "a@example.com",
            finalSummary: "Done.",
            filename: "f.pdf",
            fileFormat: "pdf",
            fileBytes: 3,
            contentHash: "sha256:" + String(repeating: "0", count: 64),
            totalSeconds: 9,
            reportedAccuracy: 1,
            reportedQuality: 0.5
        )
        let feedback = FeedbackRecord(
            workflowID: workflow,
            owner: "a@example.com",
            satisfactionRating: 4
        )
        let records: [any Recordable] = [summary, modifications, deliverable, feedback]
        for (stage, record) in zip(ExportStage.allCases, records) {
            let parsed = try Record(try JSONDocument(parsing: record.json))
            guard case .stage(let found) = parsed else {
                Issue.record("\(stage) is no stage")
                continue
            }
            #expect(found.stage == stage)
            #expect(found.owner?.name == "a@example.com")
            #expect(found.workflowID == workflow)
        }
        let first = try JSONDocument(parsing: summary.json).root
        #expect(first["ai_initial_summary"]?.string == "A \"summary\".")
        #expect(first["initial_extracted_data"]?.text == #"{"total":12.5,"items":[{"n":1}]}"#)
    }

    @Test("keep the values of the application as they are")
    func values() throws {
        struct Order: Encodable {
            let id: Int
            let note: String?
        }
        #expect(try RecordValue(encoding: Order(id: 7, note: nil)).json == #"{"id":7}"#)
        let value: RecordValue = ["a": nil, "b": [true, 1, 2.5, "x\n"]]
        #expect(value.json == #"{"a":null,"b":[true,1,2.5,"x\n"]}"#)
        #expect(throws: JSONParseError.self) { try RecordValue(parsing: "{") }
    }

    @Test("are given an id, a time and an owner once, and keep what they have")
    func accepted() throws {
        let bare = try JSONDocument(
            parsing: "{\n\"user_message\": \"m\",\n\"assistant_response\": \"a\"\n}"
        )
        #expect(throws: RecordFaults.self) { try AcceptedRecord(bare) }
        let accepted = try AcceptedRecord(bare, owner: Owner("a@example.com"))
        #expect(!accepted.line.contains(UInt8(ascii: "\n")))
        let again = try AcceptedRecord(JSONDocument(parsing: accepted.line))
        #expect(again.id == accepted.id)
        #expect(again.line == accepted.line)
        let root = try JSONDocument(parsing: accepted.line).root
        #expect(root["interaction_id"]?.string == accepted.id)
        #expect(root["user_id"]?.string == "a@example.com")
        #expect(root["timestamp"]?.string.flatMap { Timestamp($0) } != nil)
        let other = try AcceptedRecord(bare, owner: Owner("a@example.com"))
        #expect(other.id != accepted.id)
    }

    @Test("that have an id are known by it, and get no time unless they wait")
    func known() throws {
        let text =
            #"{"interaction_id":"i","user_id":"u","user_message":"m","assistant_response":"a"}"#
        let document = try JSONDocument(parsing: text)
        let passed = try AcceptedRecord(document, fixing: .withNewID)
        #expect(passed.line == Array(text.utf8))
        let fixed = try JSONDocument(parsing: try AcceptedRecord(document).line).root
        #expect(fixed["timestamp"] != nil)
    }
}
