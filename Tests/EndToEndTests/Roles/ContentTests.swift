import Testing

/// What people wrote reaches those who may read it, and nobody else.
@Suite("Content in reports", .serving())
struct ContentTests {
    private static let marker = "zebrafish"
    private static let roles = ["analyst", "miner", "compliance", "admin"]

    @Test("is masked for analysts, in every report and format")
    func analysts() async throws {
        let server = try ServerUnderTest.current
        try await record(server)
        let key = try await server.key("analyst")
        let reports = try await server.get("/api/v1/reports", key).json["reports"].elements
        #expect(reports.count >= 7)
        for report in reports {
            let name = try #require(report["name"].string)
            for format in ["json", "csv", "ndjson", "markdown", "html", "table"] {
                let answer = try await server.get("/api/v1/reports/\(name)?format=\(format)", key)
                #expect(answer.status == 200)
                let lines = answer.text.split(separator: "\n").filter { $0.contains(Self.marker) }
                #expect(lines.isEmpty, "\(name) as \(format)")
            }
        }
    }

    @Test("is masked for analysts and shown to others in correction_patterns", arguments: roles)
    func patterns(role: String) async throws {
        let server = try ServerUnderTest.current
        try await record(server)
        let answer = try await server.get(
            "/api/v1/reports/correction_patterns",
            try await server.key(role)
        )
        let examples = try answer.json["rows"].elements.map { row in
            [row["example_original"], row["example_modified"]]
        }
        let marker: JSON = .string(Self.marker)
        let expected: [[JSON]] =
            role == "analyst"
            ? [["***", "***"], [nil, "***"], ["***", nil]]
            : [["ABC Corp", marker], [nil, marker], [marker, nil]]
        #expect(Set(examples) == Set(expected))
    }

    @Test("is not to be had by a key that may read no records", arguments: ["analyst", "miner"])
    func records(role: String) async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key(role)
        for header in [[:], ["X-User-Id": "content@example.com"]] {
            for path in ["/api/v1/interactions", "/api/v1/exports/history"] {
                try await server.get(path, key, headers: header).expectProblem(403, "forbidden")
            }
            let history = try await server.get(
                "/api/get_interaction_history",
                key,
                headers: header
            )
            #expect(history.status == 403)
        }
    }

    @Test("is in no log")
    func logs() async throws {
        let server = try ServerUnderTest.current
        try await record(server)
        _ = try await server.get("/api/v1/interactions?q=\(Self.marker)", server.admin)
        let said = try server.command.said
        #expect(said.contains("request"))
        #expect(!said.contains(Self.marker))
        #expect(!said.contains("content@example.com"))
    }

    /// Records with the marker in everything that a person or a tool may have said.
    private func record(_ server: ServerUnderTest) async throws {
        let owner = "content@example.com"
        let key = try await server.key("owner", owner: owner)
        let marker: JSON = .string(Self.marker)
        var first = Sample.summary(owner: owner)
        first["export_workflow_id"] = "01940000-0000-4000-8000-000000000001"
        first["initial_extracted_data"]["note"] = marker
        first["ai_initial_summary"] = marker
        var original = Sample.original
        original["note"] = marker
        var modified = Sample.original
        modified["vendor_name"] = marker
        modified["purchase_order"] = marker
        let answer = try await server.record("/api/v1/exports", key, first)
        let path = "/api/v1/exports/\(try #require(answer["export_workflow_id"].string))"
        var second = Sample.modifications(original, modified)
        second["user_preferences"]["transformation_instructions"] = marker
        second["changes"] = [["field": "vendor_name", "user_reason": marker]]
        try await server.record("\(path)/modifications", key, second)
        var third = Sample.deliverable
        third["ai_final_summary"] = "another \(Self.marker)"
        third["deliverable"]["filename"] = "\(Self.marker).pdf"
        try await server.record("\(path)/deliverable", key, third)
        var fourth = Sample.feedback
        fourth["feedback_text"] = marker
        try await server.record("\(path)/feedback", key, fourth)
        var interaction = Sample.interaction(
            Self.marker,
            id: "content 1",
            thread: Self.marker
        )
        interaction["assistant_response"] = marker
        interaction["tool_calls"] = [
            [
                "tool_name": "find", "arguments": ["q": marker], "status": "error",
                "error": "No customer \(Self.marker) here",
            ]
        ]
        try await server.record("/api/v1/interactions", key, interaction)
    }
}
