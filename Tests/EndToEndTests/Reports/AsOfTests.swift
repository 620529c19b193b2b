import Foundation
import Testing

/// A report as of a time is what it was then, whatever was recorded since.
@Suite("A report as of a time", .serving())
struct AsOfTests {
    private static let reports = [
        "accuracy", "activity", "common_requests", "correction_patterns", "editing_rate",
        "failure_patterns", "field_accuracy", "funnel", "tool_health",
    ]

    @Test("has the bytes that it had then, as an answer, by the command and by psql")
    func asItWas() async throws {
        let server = try ServerUnderTest.current
        let first = try await workflow(of: "then@example.com")
        let second = try await workflow(of: "both@example.com")
        try await post(first, "modifications", Sample.modifications())
        try await talk("then@example.com", status: "success")

        let then = try await clock()
        let before = try await answers()

        // Every stage that was missing, a second revision, new workflows, a conversation.
        try await post(first, "deliverable", Sample.deliverable)
        try await post(first, "feedback", Sample.feedback)
        try await post(second, "modifications", Sample.modifications())
        var again = Sample.modifications(Sample.modified, Sample.original)
        again["revision"] = 2
        try await post(first, "modifications", again)
        let third = try await workflow(of: "both@example.com")
        try await post(third, "deliverable", Sample.deliverable)
        try await talk("both@example.com", status: "error")

        let now = try await answers()
        let asOf = try await answers("as_of=\(then)")
        for name in Self.reports {
            #expect(asOf[name] == before[name], "\(name)")
            #expect(now[name] != before[name], "\(name)")
        }
        for name in Self.reports {
            let arguments = ["report", name, "--as-of", then]
            let command = try await server.database.redline(arguments + ["--format", "csv"])
            #expect(command.text == before[name], "\(name): \(command.stderr)")
            let line = try await server.database.redline(arguments + ["--psql"])
            let psql = try await CommandResult.of(
                "sh",
                ["-c", line.text],
                environment: server.database.environment,
                folder: Redline.root
            )
            #expect(psql.stdout == command.stdout, "\(line.text)\(psql.stderr)")
        }
    }

    @Test("says of what time it is, and through when its data goes")
    func says() async throws {
        let server = try ServerUnderTest.current
        let then = try await clock()
        let path = "/api/v1/reports/funnel?as_of="
        let answer = try await server.get(path + then, server.admin).json
        #expect(answer["parameters"]["as_of"] == .string(then))
        #expect(answer["data_through"] == .string(then))
        let now = try await server.get(path, server.admin).json
        #expect(now["parameters"]["as_of"] == "")
        #expect(now["data_through"] != answer["data_through"])
    }

    @Test(
        "refuses what is no time that has been",
        arguments: ["soon", "9999-01-01T00:00:00Z", "2026-13-01T00:00:00Z"]
    )
    func refuses(text: String) async throws {
        let server = try ServerUnderTest.current
        let answer = try await server.get(
            "/api/v1/reports/funnel?as_of=\(text)",
            server.admin
        )
        #expect(answer.status == 400)
        #expect(try answer.json["errors"][0]["pointer"] == "/as_of")
        let command = try await server.database.redline(["report", "funnel", "--as-of", text])
        #expect(command.status == 64)
    }

    /// The time of the database, a moment after everything that was answered.
    private func clock() async throws -> String {
        let rows = try await ServerUnderTest.current.database.rows(
            """
            select rtrim(rtrim(to_char(
              clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'
            ), '0'), '.') || 'Z', pg_sleep(0.01)
            """
        )
        return try #require(rows.first?.first ?? nil)
    }

    private func answers(_ query: String = "") async throws -> [String: String] {
        let server = try ServerUnderTest.current
        var answers: [String: String] = [:]
        for name in Self.reports {
            let answer = try await server.get(
                "/api/v1/reports/\(name)?format=csv&\(query)",
                server.admin
            )
            #expect(answer.status == 200, "\(answer.text)")
            answers[name] = answer.text
        }
        return answers
    }

    private func workflow(of owner: String) async throws -> String {
        let server = try ServerUnderTest.current
        let answer = try await server.record(
            "/api/v1/exports",
            server.admin,
            Sample.summary(owner: owner)
        )
        return try #require(answer["export_workflow_id"].string) + " " + owner
    }

    private func post(_ workflow: String, _ stage: String, _ body: JSON) async throws {
        let server = try ServerUnderTest.current
        let words = workflow.split(separator: " ")
        let answer = try await server.post(
            "/api/v1/exports/\(words[0])/\(stage)",
            server.admin,
            headers: ["X-User-Id": String(words[1])],
            body
        )
        try #require(answer.status == 201, "\(answer.text)")
    }

    private func talk(_ owner: String, status: String) async throws {
        let server = try ServerUnderTest.current
        var record = Sample.interaction(user: owner)
        record["tool_calls"] = [
            [
                "tool_name": "search", "arguments": [:], "status": .string(status),
                "duration_ms": 12,
            ]
        ]
        try await server.record("/api/v1/interactions", server.admin, record)
    }
}
