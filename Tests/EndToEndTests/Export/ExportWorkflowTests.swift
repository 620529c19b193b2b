import Foundation
import RedlineDigest
import Testing

@Suite("The export workflow", .serving())
struct ExportWorkflowTests {
    private static let volatile: Set = [
        "export_workflow_id", "timestamp", "expiration_date", "processing_time_ms",
    ]
    private static let path = "/api/v1/docs/invoice-1/export"

    private func begin(
        _ server: ServerUnderTest,
        _ key: String,
        _ path: String = ExportWorkflowTests.path
    ) async throws -> (id: String, answer: JSON) {
        let answer = try await server.record(path, key, Sample.document())
        return (try #require(answer["export_workflow_id"].string), answer)
    }

    @Test("summarises what it is sent and records stage 1")
    func opening() async throws {
        let server = try ServerUnderTest.current
        let owner = "opening@example.com"
        let key = try await server.key("owner", owner: owner)
        let (id, answer) = try await begin(server, key)
        #expect(
            answer.names == [
                "export_workflow_id", "document_id", "owner_email", "revision", "status",
                "ai_model", "ai_summary", "extracted_data", "timestamp", "expiration_date",
                "fallback_reason",
            ]
        )
        #expect(answer["ai_model"] == "redline-extractive-1")
        #expect(answer["status"] == "awaiting_user_review")
        #expect(answer["extracted_data"] == Sample.original)
        #expect(answer["ai_summary"]["executive_summary"].string?.contains("ABC Corp") == true)
        let stage = try await server.get("/api/v1/exports/\(id)", key).json["stages"]["stage1"]
        #expect(stage["ai_initial_summary"] == answer["ai_summary"])
        #expect(stage["initial_extracted_data"] == Sample.original)
        #expect(stage["source"] == Sample.document()["source"])
        #expect(stage["field_confidence"] == Sample.document()["field_confidence"])
        #expect(stage["timestamp"] == answer["timestamp"])
        #expect(stage["initial_summary_metadata"]["ai_model"] == "redline-extractive-1")
    }

    @Test("takes a stored document, in its latest version or in another")
    func stored() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "stored@example.com")
        try await server.post(Self.path, key, [:]).expectProblem(404, "not_found")
        _ = try await server.put("/api/v1/docs/invoice-1", key, Sample.document())
        _ = try await server.put("/api/v1/docs/invoice-1", key, Sample.document(Sample.modified))
        let latest = try await server.post(Self.path, key, text: "")
        #expect(latest.status == 201, "\(latest.text)")
        #expect(try latest.json["extracted_data"] == Sample.modified)
        let first = try await server.post(Self.path, key, ["version": 1])
        #expect(try first.json["extracted_data"] == Sample.original)
        let id = try #require(try first.json["export_workflow_id"].string)
        let stage = try await server.get("/api/v1/exports/\(id)", key).json["stages"]["stage1"]
        #expect(stage["document_version"] == 1)
        #expect(stage["document_id"] == "invoice-1")
        try await server.post(Self.path, key, ["version": 3]).expectProblem(404, "not_found")
        let stranger = try await server.key("owner", owner: "stranger@example.com")
        try await server.post(Self.path, stranger, [:]).expectProblem(404, "not_found")
        try await server.post(Self.path, key, ["source": [:]])
            .expectProblem(400, "invalid_record", at: ["/source"])
    }

    @Test("begins once where the request comes again with its Idempotency-Key")
    func openingAgain() async throws {
        let server = try ServerUnderTest.current
        let owner = "again@example.com"
        let key = try await server.key("owner", owner: owner)
        let headers = ["Idempotency-Key": "a"]
        let first = try await server.post(Self.path, key, headers: headers, Sample.document())
        let again = try await server.post(Self.path, key, headers: headers, Sample.document())
        #expect(first.status == 201)
        #expect(again.status == 201)
        #expect(again.text == first.text)
        let count = "select count(*) from redline.export_stage where owner = '\(owner)'"
        #expect(try await server.database.count(count) == 1)
        try await server.post(Self.path, key, headers: headers, Sample.document(Sample.modified))
            .expectProblem(409, "conflict")
    }

    @Test(
        "ends with the file, and records what was edited and what was delivered",
        arguments: ["json", "csv", "excel", "pdf"]
    )
    func file(format: String) async throws {
        let server = try ServerUnderTest.current
        let owner = "file-\(format)@example.com"
        let key = try await server.key("owner", owner: owner)
        let (id, _) = try await begin(server, key)
        var review = Sample.review(id, Sample.modified, Sample.wishes(format))
        review["changes"] = [["field": "vendor_name", "user_reason": "The full name."]]
        let answer = try await server.post(Self.path, key, review)
        #expect(answer.status == 200, "\(answer.text)")
        let hash = "sha256:" + SHA256Digest.hexadecimal(SHA256Digest.of(answer.body))
        let ending = format == "excel" ? "xlsx" : format
        #expect(answer.header("etag") == "\"\(hash)\"")
        #expect(
            answer.header("content-disposition") == "attachment; filename=\"invoice-1.\(ending)\""
        )
        #expect(answer.header("x-export-workflow-id") == id)
        #expect(answer.header("x-export-revision") == "1")
        let workflow = try await server.get("/api/v1/exports/\(id)", key).json
        #expect(workflow["status"] == "completed")
        let stages = workflow["stages"]
        #expect(stages["stage2"]["modified_data"] == Sample.modified)
        #expect(stages["stage2"]["user_actions"]["fields_edited_count"] == 2)
        #expect(stages["stage2"]["user_actions"]["editing_time_seconds"] == 42)
        let deliverable = stages["stage3"]["deliverable"]
        #expect(deliverable["content_hash"] == .string(hash))
        #expect(deliverable["file_size_bytes"] == .number(Double(answer.body.count)))
        #expect(deliverable["file_format"] == .string(format))
        #expect(answer.header("content-type") == deliverable["mime_type"].string)
        // What nobody measured is not claimed.
        #expect(stages["stage3"]["workflow_summary"].names == ["total_time_seconds"])
        guard format == "json" else { return }
        let content = try answer.json
        #expect(content["data"] == Sample.modified)
        #expect(content["extracted_data"] == Sample.original)
        #expect(content["changes"].elements.count == 2)
        #expect(content["changes"][0]["user_reason"] == "The full name.")
        #expect(content["summary"] == stages["stage3"]["ai_final_summary"])
    }

    @Test("records no stage 2 where nothing was edited")
    func untouched() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "untouched@example.com")
        for data in [nil, Sample.original] {
            let (id, _) = try await begin(server, key)
            let answer = try await server.post(Self.path, key, Sample.review(id, data))
            #expect(answer.status == 200, "\(answer.text)")
            let stages = try await server.get("/api/v1/exports/\(id)", key).json["stages"]
            #expect(stages["stage2"] == .null)
            #expect(stages["stage3"]["user_preferences"]["export_format"] == "json")
            #expect(try answer.json["changes"] == [])
        }
    }

    @Test("gives the same file to the same request, and tells another what there is")
    func again() async throws {
        let server = try ServerUnderTest.current
        let owner = "twice@example.com"
        let key = try await server.key("owner", owner: owner)
        for data in [nil, Sample.modified] {
            let (id, _) = try await begin(server, key)
            let review = Sample.review(id, data, Sample.wishes("pdf"))
            let first = try await server.post(Self.path, key, review)
            #expect(first.status == 200, "\(first.text)")
            // A page's clock goes on while it tries again.
            var later = review
            later["editing_time_seconds"] = 60
            let again = try await server.post(Self.path, key, later)
            #expect(again.status == 200, "\(again.text)")
            #expect(again.body == first.body)
            #expect(again.header("etag") == first.header("etag"))
            let stages = "select count(*) from redline.export_stage where workflow_id = '\(id)'"
            #expect(try await server.database.count(stages) == (data == nil ? 2 : 3))

            var other = Sample.original
            other["vendor_name"] = "Somebody Else"
            let refused = try await server.post(Self.path, key, Sample.review(id, other))
            #expect(refused.status == 409)
            #expect(try refused.json["code"] == "export_complete")
            let changed = try refused.json["changed"]
            #expect(changed["revision"] == 1)
            #expect(changed["stage"] == "final_summary_and_deliverable")
            #expect(changed["paths"] == (data == nil ? [] : ["/vendor_name", "/purchase_order"]))
        }
    }

    @Test("tells who was slower what another changed meanwhile")
    func outdated() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "outdated@example.com")
        let (id, _) = try await begin(server, key)
        try await server.record("/api/v1/exports/\(id)/modifications", key, Sample.modifications())
        var other = Sample.original
        other["vendor_name"] = "Somebody Else"
        let refused = try await server.post(Self.path, key, Sample.review(id, other))
        #expect(refused.status == 409)
        #expect(try refused.json["code"] == "export_outdated")
        let changed = try refused.json["changed"]
        #expect(changed["revision"] == 1)
        #expect(changed["stage"] == "user_modifications")
        #expect(changed["paths"] == ["/vendor_name", "/purchase_order"])
        #expect(changed["path_count"] == 2)
    }

    @Test("refuses what it cannot make, before anything is recorded")
    func refusals() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "refusals@example.com")
        let (id, _) = try await begin(server, key)
        let cases: [(JSON, [String])] = [
            (Sample.wishes("docx"), ["/user_preferences/export_format"]),
            (Sample.wishes(template: "none"), ["/user_preferences/document_template"]),
            ([:], ["/user_preferences/export_format"]),
        ]
        for (wishes, pointers) in cases {
            try await server.post(Self.path, key, Sample.review(id, Sample.modified, wishes))
                .expectProblem(400, "invalid_record", at: pointers)
        }
        let other = "/api/v1/docs/another/export"
        try await server.post(other, key, Sample.review(id)).expectProblem(404, "not_found")
        let stranger = try await server.key("owner", owner: "stranger@example.com")
        try await server.post(Self.path, stranger, Sample.review(id))
            .expectProblem(404, "not_found")
        let stages = try await server.get("/api/v1/exports/\(id)", key).json["stages"]
        #expect(stages["stage2"] == .null)
        #expect(stages["stage3"] == .null)
    }

    @Test("many at once for one review record it once")
    func concurrently() async throws {
        let server = try ServerUnderTest.current
        let owner = "crowd@example.com"
        let key = try await server.key("owner", owner: owner)
        for data in [nil, Sample.modified] {
            let (id, _) = try await begin(server, key)
            let review = Sample.review(id, data)
            let files = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await server.post(Self.path, key, review) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(files.allSatisfy { $0.status == 200 }, "\(files.map(\.text))")
            #expect(Set(files.map(\.body)).count == 1)
            let stages = "select count(*) from redline.export_stage where workflow_id = '\(id)'"
            #expect(try await server.database.count(stages) == (data == nil ? 2 : 3))
        }
    }
}
