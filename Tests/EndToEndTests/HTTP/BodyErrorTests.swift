import Foundation
import Testing

@Suite("Bodies that cannot be recorded", .serving())
struct BodyErrorTests {
    @Test(
        "because they are no JSON",
        arguments: [
            "", " ", "{", "{\"a\":1}x", "{'a':1}", "{\"a\":01}", "\u{FEFF}{}", "{\"a\":1,}", "nul",
            "{\"user_message\":\"\t\"}",
        ]
    )
    func malformed(body: String) async throws {
        let server = try ServerUnderTest.current
        for path in ["/api/v1/exports", "/api/v1/interactions"] {
            let answer = try await server.post(path, server.admin, text: body)
            answer.expectProblem(400, "malformed", at: [""], "\(body)")
        }
    }

    @Test("because they are no object", arguments: ["[]", "\"x\"", "null", "3", "[{}]"])
    func notAnObject(body: String) async throws {
        let server = try ServerUnderTest.current
        for path in ["/api/v1/exports", "/api/v1/interactions"] {
            let answer = try await server.post(path, server.admin, text: body)
            answer.expectProblem(400, "invalid_record", at: [""], "\(body)")
        }
    }

    @Test("because of what stage 1 lacks or has wrong, each fault with its pointer")
    func stage1() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("recorder")
        try await expect(
            server.post("/api/v1/exports", key, [:]),
            [
                "/document_id", "/source", "/initial_extracted_data", "/ai_initial_summary",
                "/initial_summary_metadata", "/owner_email",
            ]
        )
        var record = Sample.summary(owner: "no owner")
        record["export_workflow_id"] = "no uuid"
        record["timestamp"] = "now"
        record["document_id"] = ""
        record["source"]["extraction_method"] = nil
        record["source"]["di_confidence"] = 1.5
        record["initial_extracted_data"] = []
        record["ai_initial_summary"] = 3
        record["initial_summary_metadata"]["confidence_score"] = -0.1
        record["initial_summary_metadata"]["processing_time_ms"] = "fast"
        record["initial_summary_metadata"]["tokens_used"] = 1.5
        record["field_confidence"] = ["/a/b": 2]
        try await expect(
            server.post("/api/v1/exports", key, record),
            [
                "/owner_email", "/export_workflow_id", "/timestamp", "/document_id",
                "/source/extraction_method", "/source/di_confidence", "/initial_extracted_data",
                "/ai_initial_summary", "/initial_summary_metadata/confidence_score",
                "/initial_summary_metadata/processing_time_ms",
                "/initial_summary_metadata/tokens_used", "/field_confidence/~1a~1b",
            ]
        )
    }

    @Test("because of what the later stages lack or have wrong")
    func laterStages() async throws {
        let server = try ServerUnderTest.current
        let owner = "later@example.com"
        let key = try await server.key("owner", owner: owner)
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let path = "/api/v1/exports/\(try #require(first["export_workflow_id"].string))"
        let lacking: [(String, [String])] = [
            (
                "modifications",
                ["/original_data", "/modified_data", "/user_preferences", "/user_actions"]
            ),
            ("deliverable", ["/ai_final_summary", "/deliverable", "/workflow_summary"]),
            ("feedback", ["/satisfaction_rating"]),
        ]
        for (stage, pointers) in lacking {
            try await expect(server.post("\(path)/\(stage)", key, [:]), pointers)
        }
        var second = Sample.modifications("a", "b")
        second["user_preferences"]["export_format"] = nil
        second["user_actions"]["editing_time_seconds"] = -1
        second["changes"] = "none"
        second["export_workflow_id"] = .string(UUID().uuidString)
        second["owner_email"] = "other@example.com"
        try await expect(
            server.post("\(path)/modifications", key, second),
            [
                "/owner_email", "/export_workflow_id", "/original_data", "/modified_data",
                "/user_preferences/export_format", "/user_actions/editing_time_seconds",
                "/changes",
            ]
        )
        var third = Sample.deliverable
        third["deliverable"]["content_hash"] = "sha256:abc"
        third["deliverable"]["file_size_bytes"] = -1
        third["workflow_summary"]["ai_processing_accuracy"] = 96
        try await expect(
            server.post("\(path)/deliverable", key, third),
            [
                "/deliverable/content_hash", "/deliverable/file_size_bytes",
                "/workflow_summary/ai_processing_accuracy",
            ]
        )
        for rating in [0, 6, 4.5] as [JSON] {
            try await expect(
                server.post("\(path)/feedback", key, ["satisfaction_rating": rating]),
                ["/satisfaction_rating"]
            )
        }
        let read = try await server.get(path, key).json
        for stage in ["stage2", "stage3", "feedback"] { #expect(read["stages"][stage] == .null) }
    }

    @Test("because of what an interaction lacks or has wrong")
    func interaction() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("recorder")
        try await expect(
            server.post("/api/v1/interactions", key, [:]),
            ["/user_id", "/user_message", "/assistant_response"]
        )
        try await expect(
            server.post(
                "/api/v1/interactions",
                key,
                [
                    "user_id": "a/b", "interaction_id": "", "timestamp": 3, "thread_id": 5,
                    "user_message": "", "assistant_response": 3, "metadata": [],
                    "tool_calls": [["tool_name": ""], 3],
                ]
            ),
            [
                "/user_id", "/interaction_id", "/timestamp", "/thread_id", "/user_message",
                "/tool_calls/0/tool_name", "/tool_calls/0/status", "/tool_calls/1",
                "/assistant_response", "/metadata",
            ]
        )
        for calls in [nil, []] as [JSON] {
            var record = Sample.interaction(user: "a@example.com")
            record["assistant_response"] = ""
            record["tool_calls"] = calls
            try await expect(
                server.post("/api/v1/interactions", key, record),
                ["/assistant_response"]
            )
        }
        for time in ["2020-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"] {
            try await expect(
                server.post(
                    "/api/v1/interactions",
                    key,
                    Sample.interaction(user: "a@example.com", at: time)
                ),
                ["/timestamp"]
            )
        }
    }

    @Test("because they hold what PostgreSQL cannot")
    func unstorable() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "unstorable@example.com")
        for text in [#""a\u0000b""#, #""\ud800""#, #""\udc00\ud800""#, "1e99999", "-1e-99999"] {
            let body = #"{"user_message":"m","assistant_response":"r","x":\#(text)}"#
            let answer = try await server.post("/api/v1/interactions", key, text: body)
            answer.expectProblem(400, "invalid_record", at: [""], "\(text)")
        }
        let count = try await server.get("/api/v1/interactions", key).json["returned_count"]
        #expect(count == 0)
    }

    /// Faults name places, never what stands there.
    @Test("are refused without their content in the answer")
    func noContent() async throws {
        let server = try ServerUnderTest.current
        let answer = try await server.post(
            "/api/v1/interactions",
            server.admin,
            ["user_message": "", "user_id": "secret owner", "timestamp": "secret time"]
        )
        #expect(answer.status == 400)
        #expect(!answer.text.contains("secret"))
    }

    private func expect(
        _ answer: HTTPAnswer,
        _ pointers: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = (try? answer.json["errors"].elements.compactMap { $0["pointer"].string }) ?? []
        #expect(Set(found) == Set(pointers), "\(answer.text)", sourceLocation: sourceLocation)
        answer.expectProblem(400, "invalid_record", at: found, sourceLocation: sourceLocation)
    }
}
