import Foundation
import Testing

@Suite("Requests that no route takes", .serving())
struct RouteErrorTests {
    @Test("to an unknown path are answered 404")
    func unknownPath() async throws {
        let server = try ServerUnderTest.current
        for path in ["/nowhere", "/api/v1/export", "/api/v1/exports/a/b/c", "/api", "/nowhere//"] {
            let answer = try await server.get(path, server.admin)
            answer.expectProblem(404, "not_found", "\(path)")
            // A browser, which says that it wants a page, gets one.
            let page = try await server.get(path, nil, headers: ["Accept": "text/html,*/*"])
            #expect(page.status == 404 && page.text.hasPrefix("<!DOCTYPE html>"), "\(path)")
        }
    }

    @Test("with another method are answered 405, with the methods that there are")
    func otherMethods() async throws {
        let server = try ServerUnderTest.current
        let paths = try await server.get("/openapi.json", nil).json["paths"]
        #expect(paths.names.count > 10)
        for path in paths.names.sorted() {
            let concrete = path.replacing("{id}", with: UUID().uuidString)
                .replacing("{name}", with: "editing_rate")
            let answer = try await server.send("PATCH", concrete, server.admin)
            #expect(answer.status == 405, "\(path): \(answer.text)")
            let allowed = answer.header("allow")?.split(separator: ", ").map { $0.lowercased() }
            #expect(allowed?.sorted() == paths[path].names.sorted(), "\(path)")
        }
    }

    @Test("for a workflow that is none are answered alike, whatever the id looks like")
    func workflowIDs() async throws {
        let server = try ServerUnderTest.current
        let mine = try await server.key("owner", owner: "mine@example.com")
        let theirs = try await server.record(
            "/api/v1/exports",
            try await server.key("recorder"),
            Sample.summary(owner: "theirs@example.com")
        )
        let unknown = try await server.get("/api/v1/exports/\(UUID().uuidString)", mine)
        unknown.expectProblem(404, "not_found")
        let body = try unknown.json.masking(["request_id"])
        let ids = [
            try #require(theirs["export_workflow_id"].string), "not-a-uuid", "%00", "%FF",
            "..%2F..%2Fetc%2Fpasswd", "00000000-0000-0000-0000-000000000000",
            String(repeating: "a", count: 3_000),
        ]
        for id in ids {
            let answer = try await server.get("/api/v1/exports/\(id)", mine)
            #expect(answer.status == 404, "\(id)")
            #expect(try answer.json.masking(["request_id"]) == body, "\(id)")
        }
        let feedback = Sample.feedback
        for id in ids + [UUID().uuidString] {
            let answer = try await server.post("/api/v1/exports/\(id)/feedback", mine, feedback)
            #expect(answer.status == 404, "\(id)")
            #expect(try answer.json.masking(["request_id"]) == body, "\(id)")
        }
    }

    @Test("for a workflow that is none are answered 404 to a key for any owner too")
    func recorderWorkflowIDs() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("recorder")
        let path = "/api/v1/exports/\(UUID().uuidString)"
        try await server.post("\(path)/modifications", key, Sample.modifications())
            .expectProblem(404, "not_found")
        try await server.post("\(path)/deliverable", key, Sample.deliverable)
            .expectProblem(404, "not_found")
        try await server.post("\(path)/feedback", key, Sample.feedback)
            .expectProblem(404, "not_found")
        #expect(try await server.database.count("select count(*) from redline.export_stage") <= 1)
    }

    @Test("without a key that opens anything are answered 401")
    func keys() async throws {
        let server = try ServerUnderTest.current
        let answers = [
            try await server.get("/api/v1/interactions", nil),
            try await server.get("/api/v1/interactions", ""),
            try await server.get("/api/v1/interactions", "rl_nonsense"),
            try await server.get("/api/v1/interactions", server.admin + "x"),
            try await server.get("/api/v1/interactions", server.admin.lowercased()),
            try await server.get(
                "/api/v1/interactions",
                nil,
                headers: ["Authorization": "Basic \(server.admin)"]
            ),
            try await server.get("/api/v1/interactions", nil, headers: ["X-User-Id": "a@b.c"]),
        ]
        for answer in answers { answer.expectProblem(401, "unauthorized") }
        let lower = try await server.get(
            "/api/v1/interactions",
            nil,
            headers: ["authorization": "bearer \(server.admin)"]
        )
        #expect(lower.status == 200)
    }

    @Test("for reports that there are none of are answered with a suggestion")
    func reports() async throws {
        let server = try ServerUnderTest.current
        let near = try await server.get("/api/v1/reports/editing_rat", server.admin)
        near.expectProblem(404, "not_found")
        #expect(try near.json["detail"].string?.contains("editing_rate") == true)
        let far = try await server.get("/api/v1/reports/nothing", server.admin)
        far.expectProblem(404, "not_found")
        let expected: [(query: String, pointer: String)] = [
            ("by=colour", "/by"), ("by=day,day", "/by"), ("by=", "/by"),
            ("by=day,week,month,owner", "/by"), ("from=x", "/from"), ("to=x", "/to"),
            ("from=2026-01-02&to=2026-01-01", "/from"), ("owner=a%20b", "/owner"),
            ("format=xml", "/format"), ("by=day&by=week", "/by"),
            ("by=day'%3B%20drop%20table%20x", "/by"),
        ]
        for (query, pointer) in expected {
            let answer = try await server.get(
                "/api/v1/reports/editing_rate?\(query)",
                server.admin
            )
            answer.expectProblem(400, "invalid_parameter", at: [pointer], "\(query)")
        }
    }
}
