import Foundation
import Testing

/// What other programs export becomes interactions, once.
@Suite("The command: import")
struct ImportTests {
    /// The interactions that are stored, in the order of their times: what is asked of each of them.
    private func stored(_ database: TestDatabase, _ columns: String...) async throws -> [[String?]]
    {
        let list = columns.joined(separator: ", ")
        return try await database.rows(
            "select \(list) from redline.interaction order by occurred_at, interaction_id"
        )
    }

    /// Imports twice: the second time nothing is new.
    private func importTwice(
        _ database: TestDatabase,
        _ arguments: [String],
        recorded: Int,
        refused: Int
    ) async throws -> [String] {
        let first = try await database.redline(["import"] + arguments)
        #expect(first.status == (refused > 0 ? 2 : 0), "\(first.stderr)")
        #expect(first.stdout.isEmpty)
        let summary = "\(recorded) recorded, 0 recorded before, \(refused) refused"
        #expect(first.stderr.hasSuffix("\(summary)\n"), "\(first.stderr)")
        let again = try await database.redline(["import"] + arguments)
        #expect(
            again.stderr.hasSuffix("0 recorded, \(recorded) recorded before, \(refused) refused\n"),
            "\(again.stderr)"
        )
        return first.stderr.split(separator: "\n").map { line in
            // The folder differs from run to run.
            String(line).replacing(/^\S*\/(?=[a-z_]+\.[a-z]+:)/, with: "")
        }
    }

    @Test("langfuse: traces with their observations and scores, as its page and its API give them")
    func langfuse() async throws {
        let database = try await TestDatabase.migrated()
        let said = try await importTwice(
            database,
            ["langfuse", try ImportSample.file("langfuse_traces.json")],
            recorded: 1,
            refused: 2
        )
        #expect(said.contains { $0.hasPrefix("langfuse_traces.json:55: /user_id: is required") })
        #expect(
            said.contains("langfuse_traces.json:65: no trace, observation or score of Langfuse")
        )
        let rows = try await stored(
            database,
            "interaction_id",
            "owner",
            "thread_id",
            "user_message",
            "assistant_response",
            "model",
            "tokens_used::text",
            "latency_ms::float8::text"
        )
        #expect(
            rows == [
                [
                    "langfuse-lf-trace-1", "ana@example.com", "session-1", "Where is order 77?",
                    "It was shipped this morning.", "gpt-4o", "300", "2500",
                ]
            ]
        )
        let calls = try await database.rows(
            """
            select tool, status, duration_ms::float8::text from redline.tool_call order by 1
            """
        )
        #expect(
            calls == [
                ["search_orders", "success", "250"], ["send_mail", "error", "100"],
            ]
        )
        let scores = try await stored(
            database,
            "metadata -> 'scores' -> 0 ->> 'name'",
            "metadata -> 'scores' -> 0 ->> 'comment'",
            "metadata -> 'trace_metadata' ->> 'tenant'"
        )
        #expect(scores == [["helpful", "Just right.", "north"]])
        // Whose it is can be told for those that name nobody.
        let told = try await database.redline([
            "import", "langfuse", try ImportSample.file("langfuse_traces.json"), "--owner",
            "nobody@example.com",
        ])
        #expect(told.stderr.hasSuffix("1 recorded, 1 recorded before, 1 refused\n"))
        try await database.drop()
    }

    @Test("langfuse: observations and scores of its blob storage, and its tables")
    func langfuseFiles() async throws {
        let database = try await TestDatabase.migrated()
        let files = ["langfuse_observations.jsonl", "langfuse_scores.jsonl", "langfuse_traces.csv"]
        let said = try await importTwice(
            database,
            ["langfuse"] + files.map { try ImportSample.file($0) },
            recorded: 2,
            refused: 2
        )
        #expect(said.contains { $0.hasPrefix("langfuse_observations.jsonl:3: not JSON") })
        #expect(
            said.contains { $0.hasPrefix("langfuse_scores.jsonl:2: a score of trace lf-trace-9") }
        )
        let rows = try await stored(
            database,
            "interaction_id",
            "owner",
            "thread_id",
            "user_message",
            "assistant_response",
            "model",
            "tokens_used::text",
            "latency_ms::float8::text"
        )
        #expect(
            rows == [
                [
                    "langfuse-lf-trace-3", "ben@example.com", "session-2", "What is due?",
                    "Invoice 7.", "claude-sonnet-4", "48", "2000",
                ],
                [
                    "langfuse-lf-trace-4", "cem@example.com", "session-3", "Hello,\nthere", "Hi.",
                    nil, nil, "1250",
                ],
            ]
        )
        let scores = try await stored(database, "metadata -> 'scores' -> 0 ->> 'value'")
        #expect(scores == [["0.5"], [nil]])
        try await database.drop()
    }

    @Test("phoenix: spans in the names of OpenInference, with annotations")
    func phoenix() async throws {
        let database = try await TestDatabase.migrated()
        let files = ["phoenix_spans.jsonl", "phoenix_annotations.jsonl"]
        let said = try await importTwice(
            database,
            ["phoenix"] + files.map { try ImportSample.file($0) },
            recorded: 1,
            refused: 2
        )
        #expect(said.contains("phoenix_spans.jsonl: 1 spans are part of no conversation"))
        #expect(said.contains { $0.hasPrefix("phoenix_spans.jsonl:6: no span") })
        #expect(
            said.contains { $0.hasPrefix("phoenix_annotations.jsonl:2: an annotation of a span") }
        )
        let rows = try await stored(
            database,
            "owner",
            "thread_id",
            "user_message",
            "assistant_response",
            "model",
            "tokens_used::text",
            "metadata -> 'evaluations' -> 0 ->> 'label'"
        )
        #expect(
            rows == [
                [
                    "ana@example.com", "session-1", "Where is order 77?", "It was shipped.",
                    "gpt-4o", "139", "yes",
                ]
            ]
        )
        let calls = "select tool, status from redline.tool_call"
        #expect(try await database.rows(calls) == [["search_orders", "error"]])
        let page = try await importTwice(
            database,
            [
                "phoenix", try ImportSample.file("phoenix_page.json"), "--owner-from",
                "metadata.customer",
            ],
            recorded: 1,
            refused: 0
        )
        #expect(page.count == 1)
        let all = try await stored(database, "owner", "user_message", "tokens_used::text")
        #expect(all.last == ["ben@example.com", "Good morning", "33"])
        try await database.drop()
    }

    @Test("openai-batch: custom_id joins what was asked with what came")
    func openAIBatch() async throws {
        let database = try await TestDatabase.migrated()
        let files = ["batch_input.jsonl", "batch_output.jsonl"]
        let said = try await importTwice(
            database,
            ["openai-batch"] + files.map { try ImportSample.file($0) },
            recorded: 2,
            refused: 4
        )
        #expect(said.contains("batch_output.jsonl: 1 requests have no answer in these files"))
        for (line, reason) in [
            (2, "/user_id: is required"), (3, "the request q-3 is no conversation"),
            (4, "the request failed and has no answer: batch_expired"),
            (6, "the request q-7 is in none of the files"),
        ] {
            #expect(
                said.contains { $0.hasPrefix("batch_output.jsonl:\(line): \(reason)") },
                "\(line)"
            )
        }
        let rows = try await stored(
            database,
            "interaction_id",
            "thread_id",
            "user_message",
            "assistant_response",
            "model",
            "tokens_used::text"
        )
        #expect(
            rows == [
                [
                    "openai-batch_req_1", "t-1", "Where is order 77?", "It was shipped.",
                    "gpt-4o-mini-2024-07-18", "68",
                ],
                [
                    "openai-batch_req_5", nil, "Weather?", "Sunny.", "gpt-4o-mini-2024-07-18",
                    "12",
                ],
            ]
        )
        let calls = "select tool, status from redline.tool_call order by 1"
        #expect(
            try await database.rows(calls) == [
                ["get_weather", "unknown"], ["search_orders", "success"],
            ]
        )
        try await database.drop()
    }

    @Test("csv: columns by their names, or as they are told")
    func csv() async throws {
        let database = try await TestDatabase.migrated()
        let file = try ImportSample.file("table.csv")
        let arguments = [
            "csv", file, "--map", "Rating=metadata.rating", "--map", "Team=",
        ]
        let shown = try await database.redline(["import"] + arguments + ["--dry-run"])
        #expect(shown.status == 2)
        #expect(shown.stderr.contains("Question → user_message"), "\(shown.stderr)")
        #expect(shown.stderr.contains("Total Tokens → metadata.tokens_used"))
        #expect(shown.stderr.hasSuffix("2 would be recorded, 2 would be refused\n"))
        #expect(shown.text.contains(#""user_message": "Where is \"77\"?""#), "\(shown.text)")
        #expect(try await database.recordCount() == 0)
        let said = try await importTwice(database, arguments, recorded: 2, refused: 2)
        #expect(said.contains { $0.hasPrefix("table.csv:5: /user_id: is required") }, "\(said)")
        #expect(said.contains { $0.hasPrefix("table.csv:6: 2 fields, where the table has 8") })
        let rows = try await stored(
            database,
            "owner",
            "user_message",
            "assistant_response",
            "model",
            "tokens_used::text",
            "metadata ->> 'rating'",
            "metadata ->> 'Team'"
        )
        #expect(
            rows == [
                [
                    "ana@example.com", "Where is \"77\"?", "It was shipped.", "gpt-4o", "68", "5",
                    nil,
                ],
                ["ben@example.com", "Two\nlines", "Yes.", "gpt-4o", "12", nil, nil],
            ]
        )
        for (wrong, words) in [
            (["csv", file, "--map", "Ratin=metadata.rating"], #"did you mean "Rating"?"#),
            (["csv", file, "--map", "Rating"], "column=member"),
            (["phoenix", file, "--map", "a=b"], "--map is for csv"),
            (["nowhere", file], "openai-batch"),
        ] {
            let result = try await database.redline(["import"] + wrong)
            #expect(result.status == 64, "\(wrong): \(result.stderr)")
            #expect(result.stderr.contains(words), "\(wrong): \(result.stderr)")
        }
        let missing = try await database.redline(["import", "csv", "/nowhere.csv"])
        #expect(missing.status == 1)
        #expect(missing.stderr.contains("/nowhere.csv: it cannot be read"))
        try await database.drop()
    }

    @Test("takes packed files, keeps what is refused, and works through a service")
    func throughService() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("recorder")
        let file = try ImportSample.file("langfuse_traces.json")
        #expect(try await CommandResult.of("gzip", [file]).status == 0)
        let rejects = Scratch.folder.appending(path: "rejects-\(UUID().uuidString)").path
        for expected in ["1 recorded, 0 recorded before", "0 recorded, 1 recorded before"] {
            let result = try await Redline.run(
                ["import", "langfuse", "\(file).gz", "--rejects", rejects],
                environment: [
                    "REDLINE_SERVER": "http://127.0.0.1:\(server.port)", "REDLINE_KEY": key,
                ]
            )
            #expect(result.status == 2)
            #expect(result.stderr.hasSuffix("\(expected), 2 refused\n"), "\(result.stderr)")
        }
        // What was refused is what ingest takes, once it names an owner.
        let mended = try await database.redline(["ingest", rejects, "--owner", "b@example.com"])
        #expect(mended.stderr.hasSuffix("1 recorded, 0 recorded before, 1 refused\n"))
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }
}
