import Foundation
import Testing

/// A report as of a time is what it was then, whatever was recorded since.
@Suite("A report as of a time", .serving())
struct AsOfTests {
    private static let reports = [
        "accuracy", "activity", "calibration", "common_requests", "correction_patterns",
        "editing_rate", "failure_patterns", "field_accuracy", "funnel", "review_threshold",
        "tool_health",
    ]

    @Test("is what it was then, as an answer and, to the byte, by the command and by psql")
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
            let differing = Self.differences(asOf[name] ?? "", before[name] ?? "")
            #expect(differing == [], "\(name)")
            #expect(now[name] != before[name], "\(name)")
        }
        for name in Self.reports {
            let arguments = ["report", name, "--as-of", then]
            let command = try await server.database.redline(arguments + ["--format", "csv"])
            #expect(command.text == asOf[name], "\(name): \(command.stderr)")
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

    /// What is not the same in two answers.
    ///
    /// One is counted from the records and the other may come from the roll-ups, whose percentiles
    /// are within 1 %.
    private static func differences(_ left: String, _ right: String) -> [String] {
        let sides = [left, right].map { text in
            text.split(separator: "\n", omittingEmptySubsequences: false).map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        }
        guard sides[0].map(\.count) == sides[1].map(\.count) else { return [left, right] }
        let names = sides[0][0]
        var found: [String] = []
        for (ours, theirs) in zip(sides[0], sides[1]) {
            for (index, (our, their)) in zip(ours, theirs).enumerated() where our != their {
                let isPercentile =
                    index < names.count && names[index].wholeMatch(of: /.*_p\d+/) != nil
                if isPercentile, let one = Double(our), let other = Double(their),
                    abs(one - other) <= 0.0101 * abs(one)
                {
                    continue
                }
                found.append("\(ours[0]): \(our) and \(their)")
            }
        }
        return found
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

    @Test("a value that only the report's own statement can refuse is wrong usage as well")
    func refusedByTheReport() async throws {
        let server = try ServerUnderTest.current
        let command = try await server.database.redline(
            ["report", "compare", "--set", "of=nonsense"]
        )
        #expect(command.status == 64)
        #expect(command.stderr.contains("Error: of: reports do not compare by"))
        #expect(!command.stderr.contains("22023"))
        let answer = try await server.get("/api/v1/reports/compare?of=nonsense", server.admin)
        #expect(answer.status == 400)
        #expect(try answer.json["errors"][0]["pointer"] == "/of")
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
