import EndpointDouble
import Foundation
import Synchronization
import Testing

/// Real conversations that go through the proxy leave what `redline ingest` makes of their records.
@Suite("Conversations replayed through the proxy", .enabled(if: SharedData.isThere))
struct ProxyReplayTests {
    /// One request of a conversation, with what the model answers.
    private struct Step: Sendable {
        let owner: String
        let threadID: String
        let messages: [JSON]
        let answer: JSON
    }

    @Test("are the same interactions, threads and figures of tools", arguments: [true, false])
    func replay(hasThreads: Bool) async throws {
        let lines = try await Mapped.lines(
            "map_interactions.py",
            "interactions/airline_claude-sonnet-4-5.ndjson.gz",
            ["--shift"]
        )
        let records = try lines.map { try JSON(parsing: $0) }
        let conversations = try Self.conversations(records)
        // The model answers what it answered then, by the text of what it is asked.
        let answers = Mutex<[String: String]>([:])
        for step in conversations.joined() {
            let key = try JSON.array(step.messages).text
            let text = try step.answer.text
            answers.withLock { $0[key] = text }
        }
        try await ProxyUnderTest.run({ _, received in
            let messages = (try? JSON(parsing: received.body)["messages"].text) ?? ""
            let answer = answers.withLock { $0[messages] } ?? "{}"
            return ScriptedEndpoint.http(200, answer)
        }) { proxy in
            let recorder = try await proxy.server.key("recorder")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, conversation) in conversations.enumerated() {
                    if number >= 8 { try await group.next() }
                    group.addTask {
                        for step in conversation {
                            var headers = [
                                "Authorization": "Bearer \(recorder)", "X-User-Id": step.owner,
                            ]
                            if hasThreads { headers["X-Thread-Id"] = step.threadID }
                            let answer = try await proxy.chat(.chat(step.messages), headers)
                            #expect(answer.status == 200)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await proxy.wait(for: "redline_proxy_waiting", 0)
            #expect(try await proxy.metric("redline_proxy_open_turns") == 0)
            #expect(try await proxy.metric("redline_proxy_not_recorded_total") == 0)
            let file = try Scratch.file(Array(lines.joined(separator: "\n").utf8)).path
            let ingested = try await TestDatabase.migrated()
            #expect(try await ingested.redline(["ingest", file]).status == 0)
            let captured = proxy.server.database
            // With the threads' own names, or just their number.
            let thread = hasThreads ? "thread_id" : "null"
            for query in [
                """
                select owner, \(thread), user_message, assistant_response,
                  (select jsonb_agg(jsonb_build_array(c->>'tool_name', c->'arguments', c->'result',
                    c->>'status', c->>'error') order by o)
                   from jsonb_array_elements(tool_calls::jsonb) with ordinality t(c, o))
                from redline.interaction order by 1, 2, 3, 4, 5
                """,
                "select count(*), count(distinct (owner, thread_id)) from redline.interaction",
            ] {
                let expected = try await ingested.comparableRows(query)
                let found = try await captured.comparableRows(query)
                #expect(found.count == expected.count)
                for (found, expected) in zip(found, expected) { #expect(found == expected) }
            }
            for report in ["tool_health", "failure_patterns"] {
                let arguments = ["report", report, "--format", "csv"]
                let expected = try await ingested.redline(arguments).text
                let found = try await captured.redline(arguments).text
                #expect(Self.withoutTimes(found) == Self.withoutTimes(expected))
            }
            try await ingested.drop()
        }
    }

    /// The columns of a CSV that say when something was seen differ: the replay is of today.
    private static func withoutTimes(_ csv: String) -> String {
        csv.replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|\+00)?/, with: "time")
    }

    /// The conversations as the requests that an agent would have made.
    private static func conversations(_ records: [JSON]) throws -> [[Step]] {
        var threads: [String: [JSON]] = [:]
        var order: [String] = []
        for record in records {
            let name = record["thread_id"].string ?? ""
            if threads[name] == nil { order.append(name) }
            threads[name, default: []].append(record)
        }
        return try order.map { name in
            var messages: [JSON] = [.message("system", "You are an agent of an airline.")]
            var steps: [Step] = []
            for (turn, record) in (threads[name] ?? []).enumerated() {
                let owner = record["user_id"].string ?? ""
                messages.append(.message("user", record["user_message"].string ?? ""))
                for (number, call) in record["tool_calls"].elements.enumerated() {
                    let id = "call_\(turn)_\(number)"
                    let asking = try Self.asking(id, call)
                    steps.append(
                        Step(
                            owner: owner,
                            threadID: name,
                            messages: messages,
                            answer: Self.completion(asking, "tool_calls")
                        )
                    )
                    let result = call["result"]
                    messages.append(asking)
                    messages.append([
                        "role": "tool", "tool_call_id": .string(id),
                        "content": .string(try result.string ?? result.text),
                    ])
                }
                let last = JSON.message("assistant", record["assistant_response"].string ?? "")
                steps.append(
                    Step(
                        owner: owner,
                        threadID: name,
                        messages: messages,
                        answer: Self.completion(last, "stop")
                    )
                )
                messages.append(last)
            }
            return steps
        }
    }

    private static func asking(_ id: String, _ call: JSON) throws -> JSON {
        [
            "role": "assistant", "content": .null,
            "tool_calls": [
                [
                    "id": .string(id), "type": "function",
                    "function": [
                        "name": call["tool_name"],
                        "arguments": .string(try call["arguments"].text),
                    ],
                ]
            ],
        ]
    }

    private static func completion(_ message: JSON, _ reason: String) -> JSON {
        [
            "id": "chatcmpl-x", "model": "claude-sonnet-4-5",
            "choices": [
                ["index": 0, "message": message, "finish_reason": .string(reason)]
            ],
        ]
    }
}
