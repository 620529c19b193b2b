import Foundation
import Testing

@Suite("The sample workflow over HTTP", .serving())
struct SampleWorkflowTests {
    @Test("goes through its stages, and each is answered in full")
    func stages() async throws {
        let server = try ServerUnderTest.current
        let owner = "stages@example.com"
        let key = try await server.key("owner", owner: owner)
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(first["export_workflow_id"].string)
        var expected = receipt("initial_ai_summary", owner, "awaiting_user_review")
        #expect(first.masking(Sample.volatile).difference(from: expected) == nil)
        let second = try await server.record(
            "/api/v1/exports/\(id)/modifications",
            key,
            Sample.modifications()
        )
        expected = receipt("user_modifications", owner, "awaiting_final_processing")
        add(["changes": changes, "user_actions": actions], to: &expected)
        #expect(second.masking(Sample.volatile).difference(from: expected) == nil)
        let third = try await server.record(
            "/api/v1/exports/\(id)/deliverable",
            key,
            Sample.deliverable
        )
        expected = receipt("final_summary_and_deliverable", owner, "completed")
        add(
            [
                "deliverable": [
                    "filename": "invoice.pdf", "file_format": "pdf",
                    "mime_type": "application/pdf", "file_size_bytes": 245_678,
                    "content_hash": .string(Sample.hash),
                ]
            ],
            to: &expected
        )
        #expect(third.masking(Sample.volatile).difference(from: expected) == nil)
        let fourth = try await server.record(
            "/api/v1/exports/\(id)/feedback",
            key,
            Sample.feedback
        )
        expected = receipt("user_feedback", owner, "completed")
        #expect(fourth.masking(Sample.volatile).difference(from: expected) == nil)
        for answer in [first, second, third, fourth] {
            #expect(answer["export_workflow_id"] == .string(id))
            #expect(try daysKept(answer) == 30)
        }
    }

    @Test("is given back whole, with what the client reported beside what was measured")
    func whole() async throws {
        let server = try ServerUnderTest.current
        let owner = "whole@example.com"
        let key = try await server.key("owner", owner: owner)
        let id = try await recordAll(server, owner, key)
        let answer = try await server.get("/api/v1/exports/\(id)", key)
        #expect(answer.status == 200)
        var modifications = Sample.modifications()
        let reported: JSON = [
            "changes": modifications["changes"], "user_actions": modifications["user_actions"],
        ]
        modifications["changes"] = changes
        modifications["user_actions"] = actions
        add(
            [
                "reported": reported,
                "field_counts": ["extracted": 6, "modified": 1, "deleted": 0, "added": 1],
            ],
            to: &modifications
        )
        var summary = Sample.summary(owner: owner)
        add(["field_counts": ["extracted": 6]], to: &summary)
        var deliverable = Sample.deliverable
        var file = deliverable["deliverable"]
        add(["mime_type": "application/pdf"], to: &file)
        deliverable["deliverable"] = file
        add(
            ["measured": ["summary_edits": 1, "summary_reference_words": 11]],
            to: &deliverable
        )
        let stages: JSON = [
            "stage1": stage("initial_ai_summary", summary),
            "stage2": stage("user_modifications", modifications),
            "stage3": stage("final_summary_and_deliverable", deliverable),
            "feedback": stage("user_feedback", Sample.feedback),
        ]
        let expected: JSON = [
            "export_workflow_id": "export_workflow_id", "document_id": "doc_invoice_2024_001",
            "owner_email": .string(owner), "status": "completed", "started_at": "started_at",
            "expiration_date": "expiration_date", "stages": stages,
            "revisions": [["revision": 1, "stages": stages]],
        ]
        let found = try answer.json
        #expect(found.masking(Sample.volatile).difference(from: expected) == nil)
        #expect(found["export_workflow_id"] == .string(id))
    }

    @Test("says the same time of a stage when it is recorded and when it is read")
    func times() async throws {
        let server = try ServerUnderTest.current
        let owner = "times@example.com"
        let key = try await server.key("owner", owner: owner)
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(first["export_workflow_id"].string)
        try await Task.sleep(for: .milliseconds(20))
        let second = try await server.record(
            "/api/v1/exports/\(id)/modifications",
            key,
            Sample.modifications()
        )
        let read = try await server.get("/api/v1/exports/\(id)", key).json
        #expect(read["stages"]["stage1"]["timestamp"] == first["timestamp"])
        #expect(read["stages"]["stage2"]["timestamp"] == second["timestamp"])
        #expect(read["expiration_date"] == second["expiration_date"])
    }

    @Test("has edits per minute of 0.42, to two decimals, for 2 edits in 285 seconds")
    func editsPerMinute() async throws {
        let server = try ServerUnderTest.current
        let owner = "rate@example.com"
        let key = try await server.key("owner", owner: owner)
        let id = try await recordAll(server, owner, key)
        let read = try await server.get("/api/v1/exports/\(id)", key).json
        let measured = read["stages"]["stage2"]["user_actions"]["edits_per_minute"]
        #expect(measured.number.map { String(format: "%.2f", $0) } == "0.42")
    }

    @Test("has no more status from feedback than from the stages before it")
    func earlyFeedback() async throws {
        let server = try ServerUnderTest.current
        let owner = "early@example.com"
        let key = try await server.key("owner", owner: owner)
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(first["export_workflow_id"].string)
        let feedback = try await server.record(
            "/api/v1/exports/\(id)/feedback",
            key,
            Sample.feedback
        )
        let read = try await server.get("/api/v1/exports/\(id)", key).json
        #expect(read["status"] == "awaiting_user_review")
        #expect(feedback["status"] == "awaiting_user_review")
    }

    @Test(
        "derives the media type from the format",
        arguments: [
            ("json", "application/json"), ("csv", "text/csv"), ("pdf", "application/pdf"),
            ("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("docx", "application/octet-stream"),
        ]
    )
    func mediaTypes(format: String, expected: String) async throws {
        let server = try ServerUnderTest.current
        let owner = "media-\(format)@example.com"
        let key = try await server.key("recorder")
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(first["export_workflow_id"].string)
        var record = Sample.deliverable
        record["deliverable"]["file_format"] = .string(format)
        let answer = try await server.record("/api/v1/exports/\(id)/deliverable", key, record)
        #expect(answer["deliverable"]["mime_type"] == .string(expected))
    }

    // MARK: Expected

    private let changes: JSON = [
        [
            "field": "/vendor_name", "path": "/vendor_name", "original_path": "/vendor_name",
            "modified_path": "/vendor_name", "change_type": "modification",
            "original_value": "ABC Corp", "modified_value": "ABC Corporation",
            "pattern": "truncation", "user_reason": "The full legal name.",
        ],
        [
            "field": "/purchase_order", "path": "/purchase_order",
            "original_path": "/purchase_order", "modified_path": "/purchase_order",
            "change_type": "addition", "original_value": nil, "modified_value": "PO-12345",
            "pattern": "missing",
        ],
    ]

    private let actions: JSON = [
        "fields_edited_count": 2, "editing_time_seconds": 285,
        "edits_per_minute": .number(2 / (285 / 60)),
    ]

    private func receipt(_ stage: String, _ owner: String, _ status: String) -> JSON {
        [
            "export_workflow_id": "export_workflow_id", "stage": .string(stage), "revision": 1,
            "status": .string(status), "owner_email": .string(owner), "timestamp": "timestamp",
            "expiration_date": "expiration_date",
        ]
    }

    private func stage(_ name: String, _ record: JSON) -> JSON {
        var stage = record
        add(["stage": .string(name), "revision": 1, "timestamp": "timestamp"], to: &stage)
        return stage
    }

    private func add(_ members: [String: JSON], to json: inout JSON) {
        for (name, value) in members { json[name] = value }
    }

    private func recordAll(
        _ server: ServerUnderTest,
        _ owner: String,
        _ key: String
    ) async throws -> String {
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(first["export_workflow_id"].string)
        let path = "/api/v1/exports/\(id)"
        try await server.record("\(path)/modifications", key, Sample.modifications())
        try await server.record("\(path)/deliverable", key, Sample.deliverable)
        try await server.record("\(path)/feedback", key, Sample.feedback)
        return id
    }

    /// How many whole days lie from now to an answer's expiration date.
    private func daysKept(_ answer: JSON) throws -> Int {
        let text = try #require(answer["expiration_date"].string)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let date = try (try? Date(text, strategy: style)) ?? Date(text, strategy: .iso8601)
        return Int((date.timeIntervalSinceNow / 86_400).rounded())
    }
}
