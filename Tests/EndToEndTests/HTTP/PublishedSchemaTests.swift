import Foundation
import Testing

/// What `/openapi.json` publishes is strict, and answers keep to it.
@Suite("The published schema", .serving())
struct PublishedSchemaTests {
    private func published() async throws -> JSON {
        try await ServerUnderTest.current.get("/openapi.json", nil).json
    }

    @Test("names each status by itself, and the headers that come with it")
    func statuses() async throws {
        let paths = try await published()["paths"]
        var found: [String: String] = [:]
        for path in paths.names {
            for method in paths[path].names {
                let responses = paths[path][method]["responses"]
                found["\(method) \(path)"] = responses.names.sorted().joined(separator: " ")
                #expect(
                    responses["401"].names.isEmpty
                        || responses["401"]["headers"].names
                            == ["X-Request-Id", "WWW-Authenticate"]
                )
            }
        }
        let reading = "200 400 401 403 429 500 503"
        let recording = "201 202 400 401 403 404 408 409 413 415 429 500 503"
        let asking = "200 400 401 403 404 429 500 502 503 504"
        let passing = "200 400 401 403 404 408 413 415 429 500 502 503 504"
        let expected = [
            "get /health": "200 400 500", "get /ready": "200 400 500 503",
            "get /metrics": "200 400 500", "get /openapi.json": "200 400 500",
            "get /api/v1/exports/history": reading, "get /api/v1/interactions": reading,
            "get /api/v1/corrections": reading,
            "get /api/v1/reports": reading, "get /api/v1/audit": reading,
            "get /api/v1/docs": reading,
            "get /api/v1/docs/{document_id}": "200 400 401 403 404 409 429 500 503",
            "put /api/v1/docs/{document_id}":
                "200 201 400 401 403 404 408 409 412 413 415 429 500 503",
            "post /api/v1/docs/{document_id}/export":
                "200 201 202 400 401 403 404 408 409 413 415 429 500 503",
            "post /api/v1/exports/{id}/regenerate":
                "200 400 401 403 404 408 409 413 415 429 500 503",
            "get /api/v1/exports/{id}/deliverable":
                "200 304 400 401 403 404 409 429 500 503",
            "get /api/v1/owners/{owner}/holds": "200 400 401 403 404 429 500 503",
            "post /api/v1/owners/{owner}/holds":
                "201 400 401 403 404 408 409 413 415 429 500 503",
            "delete /api/v1/owners/{owner}/holds": "200 400 401 403 404 429 500 503",
            "delete /api/v1/owners/{owner}": "200 202 400 401 403 404 409 429 500 503",
            "post /api/v1/owners/{owner}/export": "200 400 401 403 404 429 500 503",
            "get /api/v1/reports/{name}": "200 400 401 403 404 429 500 503",
            "get /api/v1/exports/{id}": "200 400 401 403 404 409 429 500 503",
            "post /api/v1/exports": recording, "post /api/v1/interactions": recording,
            "post /api/v1/exports/{id}/modifications": recording,
            "post /api/v1/exports/{id}/deliverable": recording,
            "post /api/v1/exports/{id}/feedback": recording,
            "post /api/v1/records": "200 202 400 401 403 408 413 415 429 500 503",
            "post /v1/traces": "200 400 401 403 408 413 415 429 500 503",
            "post /v1/logs": "200 400 401 403 408 413 415 429 500 503",
            "post /api/save_interaction": "200 400 401 403 408 429 500 503",
            "get /api/get_interaction_history": reading,
            "post /api/tool_call_handler": "200 400 401 403 408 429 500 502 503",
            "post /api/proxy_router": "200 400 401 403 408 429 500 502 503",
            "post /openai/v1/chat/completions": passing,
            "post /openai/v1/responses": passing,
            "post /openai/v1/completions": passing,
            "post /openai/v1/embeddings": passing,
            "post /openai/v1/moderations": passing,
            "get /openai/v1/models": asking, "get /openai/v1/models/{model}": asking,
        ]
        #expect(found == expected)
    }

    @Test("lets no member into an answer that it does not name")
    func closedAnswers() async throws {
        let schemas = try await published()["components"]["schemas"]
        for name in [
            "Problem", "LegacyError", "StageReceipt", "InteractionReceipt", "RecordsTally",
            "ExportHistory", "InteractionHistory", "Workflow", "ReportList", "Report",
            "DocumentReceipt", "DocumentList", "StartedExport",
            "SavedInteraction", "LegacyHistory", "AssistantAnswer", "Change", "UserActions",
            "Health",
        ] {
            #expect(schemas[name]["additionalProperties"] == false, "\(name)")
            #expect(schemas[name]["required"].elements.isEmpty == false, "\(name)")
        }
    }

    @Test("has each form of a report")
    func reportForms() async throws {
        let server = try ServerUnderTest.current
        let operation = try await published()["paths"]["/api/v1/reports/{name}"]["get"]
        let forms = operation["responses"]["200"]["content"].names
        for format in ["table", "csv", "json", "ndjson", "markdown", "html", "vega-lite"] {
            let path = "/api/v1/reports/activity?format=\(format)"
            let answer = try await server.get(path, server.admin)
            let type = try #require(answer.header("Content-Type"))
            #expect(forms.contains(type), "\(format): \(type)")
        }
        #expect(forms.count == 7)
        let names = try await server.get("/api/v1/reports", server.admin)
            .json["reports"].elements.map { $0["name"] }
        #expect(
            operation["parameters"].elements.first { $0["in"] == "path" }?["schema"]["enum"]
                == .array(names)
        )
    }

    @Test("refers only to what it has")
    func references() async throws {
        let published = try await published()
        let pattern = /"#\/components\/(\w+)\/([\w-]+)"/
        let references = try published.text.matches(of: pattern)
        #expect(references.count > 100)
        for reference in references {
            let part = published["components"][String(reference.1)]
            #expect(part[String(reference.2)] != .null, "\(reference.0)")
        }
    }

    @Test("has an interaction's calls and metadata as list and object, where null was sent too")
    func nulls() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "nulls@example.com")
        var record = Sample.interaction(user: "nulls@example.com")
        record["tool_calls"] = nil
        record["metadata"] = nil
        try await server.record("/api/v1/interactions", key, record)
        for path in ["/api/v1/interactions", "/api/get_interaction_history"] {
            let row = try await server.get(path, key).json["interactions"][0]
            #expect(row["tool_calls"] == [], "\(path)")
            #expect(row["metadata"] == [:], "\(path)")
        }
    }

    @Test("takes no owner and no key that is empty or not UTF-8")
    func headers() async throws {
        let server = try ServerUnderTest.current
        for value in ["", "\u{FFFD}"] {
            let answer = try await server.get(
                "/api/v1/interactions",
                server.admin,
                headers: ["X-User-Id": value]
            )
            answer.expectProblem(400, "invalid_parameter", at: ["/X-User-Id"])
        }
        // Bytes that are not UTF-8, which a string of ours cannot hold.
        let request = HTTPRequest(
            method: "GET",
            path: "/api/v1/interactions",
            headers: ["Authorization": "Bearer \(server.admin)", "X-User-Id": "o!"]
        )
        for byte in [UInt8(0xD7), 0xFE] {
            let connection = try HTTPConnection(port: server.port)
            connection.send(request.bytes.map { $0 == UInt8(ascii: "!") ? byte : $0 })
            try connection.answer()
                .expectProblem(400, "invalid_parameter", at: ["/X-User-Id"])
        }
        let record = Sample.interaction(user: "nulls@example.com")
        let answer = try await server.post(
            "/api/v1/interactions",
            server.admin,
            headers: ["Idempotency-Key": "\u{FFFD}"],
            record
        )
        answer.expectProblem(400, "invalid_parameter", at: ["/Idempotency-Key"])
    }
}
