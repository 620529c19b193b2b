import Foundation
import TestSupport
import Testing

@Suite("The report common_requests", .serving())
struct CommonRequestsTests {
    private static let path = "/api/v1/reports/common_requests"

    private static var records: [JSON] {
        let failed = [(tool: "find", error: Optional("No room")), (tool: "find", error: nil)]
        let asked: [(message: String, owner: String, isFailed: Bool, thread: String?)] = [
            ("Show my tasks", "ann", false, nil), ("show me my tasks!", "bob", true, nil),
            ("show tasks please", "ann", false, "t"), ("Show my tasks", "ann", false, "t"),
            ("Show my tasks", "ann", false, "t"), ("shwo my tasks", "cem", true, nil),
            ("Where is order 17?", "ann", false, nil),
            ("where is my order SO-4", "ann", false, nil),
            ("Hide my tasks", "bob", true, nil), ("👍", "bob", false, nil),
            ("👍", "ann", false, nil), ("What is new?", "ann", false, nil),
        ]
        return asked.enumerated().map { place, asked in
            MiningRecords.interaction(
                asked.message,
                "\(asked.owner)@example.com",
                minutesAgo: 100 - place,
                calls: asked.isFailed ? failed : [],
                thread: asked.thread
            )
        }
    }

    @Test("counts what asks the same together, and shows the most frequent wording")
    func groups() async throws {
        let server = try ServerUnderTest.current
        let before = try await server.get(Self.path, server.admin).json
        #expect(before["rows"] == [])
        try await server.database.ingest(Self.records)
        for role in ["admin", "miner", "compliance", "analyst"] {
            let key = try await server.key(role)
            let rows = try await server.get(Self.path, key).json["rows"].elements
            let figures = rows.map { row in
                [row["interactions"], row["owners"], row["failure_rate"], row["repeat_rate"]]
            }
            // In the thread, "Show my tasks" comes after itself once.
            let expected: [[JSON]] = [
                [6, 3, .number(2.0 / 6), .number(1.0 / 6)], [2, 2, 0, 0], [2, 1, 0, 0],
            ]
            #expect(figures == expected, "\(role)")
            let requests = rows.map { $0["request"] }
            #expect(
                requests
                    == (role == "analyst"
                        ? ["***", "***", "***"] : ["Show my tasks", "👍", "Where is order 17?"])
            )
        }
        let single = try await server.get(
            "\(Self.path)?owner=bob@example.com&min_size=1&top=2",
            server.admin
        )
        #expect(
            try single.json["rows"].elements.map { [$0["request"], $0["interactions"]] } == [
                ["👍", 1], ["Hide my tasks", 1],
            ]
        )
    }

    @Test("is the same whatever the order in which the messages came")
    func order() async throws {
        var random = SplitMix64(seed: 14)
        let owners = ["ann", "bob", "cem", "dana"]
        let words = ["show", "list", "shwo", "my", "tasks", "order", "17", "SO-4", "please", "the"]
        let records = (0..<400).map { minute in
            let count = Int.random(in: 1...4, using: &random)
            let message = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
            return MiningRecords.interaction(
                message.joined(separator: " "),
                "\(owners[minute % 4])@example.com",
                minutesAgo: minute
            )
        }
        var answers: [[String]] = []
        for records in [records, records.shuffled(using: &random), records.reversed()] {
            let database = try await TestDatabase.migrated()
            try await database.ingest(records)
            answers.append(try await database.report(["common_requests"]))
            try await database.drop()
        }
        #expect(answers[0].count > 10)
        #expect(answers[1] == answers[0])
        #expect(answers[2] == answers[0])
    }

    @Test("takes work that grows as the messages do")
    func work() async throws {
        let database = try await TestDatabase.migrated()
        var visited: [Double] = []
        for count in [2_000, 8_000] {
            try await database.run(
                """
                select redline.ensure_partitions('interaction', now() - interval '3 hours');
                select redline.ensure_partitions('interaction', now());
                insert into redline.interaction (
                  owner, occurred_at, interaction_id, recorded_at, user_message,
                  assistant_response, call_count, failed_call_count, repeats_previous, request_key
                )
                select 'o' || n % 50, now() - n * interval '1 second', '\(count) ' || n, now(),
                  'message ' || n % 977, 'r', 0, 0, false, n % (\(count) / 10)
                from generate_series(1, \(count)) as n;
                analyze redline.interaction;
                """
            )
            visited.append(try await rowsVisited(database))
            try await database.run("delete from redline.interaction")
        }
        // Four times the messages: all pairs would be sixteen times the work.
        #expect(visited[0] > 2_000)
        #expect(visited[1] < visited[0] * 5, "\(visited)")
        try await database.drop()
    }

    /// How many rows the steps of the report's plans took in, gave out and threw away: of its own and
    /// of those of the functions that read the records, as they were at a time.
    private func rowsVisited(_ database: TestDatabase) async throws -> Double {
        let settings = [
            "load 'auto_explain'", "set auto_explain.log_min_duration = 0",
            "set auto_explain.log_analyze = on", "set auto_explain.log_timing = off",
            "set auto_explain.log_format = json", "set auto_explain.log_nested_statements = on",
            "set auto_explain.log_level = notice",
        ]
        let values = [
            "from=2000-01-01", "to=2100-01-01", "owner=", "as_of=2099-01-01", "top=50",
            "min_size=2",
        ]
        let query = Redline.root.appending(path: "queries/common_requests.sql")
        let result = try await CommandResult.of(
            "psql",
            ["-XAtq", "-v", "ON_ERROR_STOP=1"] + settings.flatMap { ["-c", $0] }
                + values.flatMap { ["-v", $0] } + ["-f", query.path],
            environment: database.environment
        )
        try #require(result.status == 0, "\(result.stderr)")
        // A plan is a JSON object that begins and ends in lines of its own.
        let lines = result.stderr.split(separator: "\n", omittingEmptySubsequences: false)
        let starts = lines.indices.filter { lines[$0] == "{" }
        let plans = try starts.map { start in
            let end = try #require(lines[start...].firstIndex(of: "}"))
            return try JSON(parsing: lines[start...end].joined(separator: "\n"))
        }
        // The report, its messages and their wordings.
        #expect(plans.count >= 3)
        return plans.reduce(0) { $0 + visited($1["Plan"]) }
    }

    private func visited(_ plan: JSON) -> Double {
        let loops = plan["Actual Loops"].number ?? 0
        let own = ["Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter"]
            .reduce(0) { $0 + (plan[$1].number ?? 0) * loops }
        return plan["Plans"].elements.reduce(own) { $0 + visited($1) }
    }
}
