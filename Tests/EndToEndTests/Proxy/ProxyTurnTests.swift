import EndpointDouble
import Foundation
import Testing

/// What goes through the proxy is recorded as the turns of its conversations.
@Suite("Captured turns")
struct ProxyTurnTests {
    /// An answer with calls of tools.
    private static func calling(
        _ calls: [(id: String, tool: String, arguments: String)]
    )
        -> [ScriptedEndpoint.Step]
    {
        let list = calls.map { call -> JSON in
            [
                "id": .string(call.id), "type": "function",
                "function": [
                    "name": .string(call.tool), "arguments": .string(call.arguments),
                ],
            ]
        }
        let answer: JSON = [
            "id": "chatcmpl-1", "model": "answering-model",
            "choices": [
                [
                    "index": 0, "finish_reason": "tool_calls",
                    "message": [
                        "role": "assistant", "content": .null, "tool_calls": .array(list),
                    ],
                ]
            ],
            "usage": ["prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15],
        ]
        return ScriptedEndpoint.http(200, (try? answer.text) ?? "")
    }

    private static func called(_ id: String, _ tool: String, _ arguments: String) -> JSON {
        [
            "role": "assistant", "content": "",
            "tool_calls": [
                [
                    "id": .string(id), "type": "function",
                    "function": ["name": .string(tool), "arguments": .string(arguments)],
                ]
            ],
        ]
    }

    private static func result(_ id: String, _ text: String) -> JSON {
        ["role": "tool", "tool_call_id": .string(id), "content": .string(text)]
    }

    private static let question = JSON.message("user", "When does it fly?")

    /// Answers a first request with a call, and others with a text.
    @Sendable private static func oneCall(
        _ number: Int,
        _: ScriptedEndpoint.Received
    ) -> [ScriptedEndpoint.Step] {
        number == 0
            ? calling([("call_a", "find", #"{"to":"Oslo"}"#)])
            : ScriptedEndpoint.completion("At noon.")
    }

    @Test("hold the answer and what is known of it")
    func plain() async throws {
        try await ProxyUnderTest.run({ _, _ in ScriptedEndpoint.completion("At noon.") }) { proxy in
            let sent = JSON.chat(
                [.message("system", "Be brief."), Self.question],
                ["metadata": ["thread_id": "their thread"]]
            )
            let answer = try await proxy.chat(sent)
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["user_message"] == "When does it fly?")
            #expect(turn["assistant_response"] == "At noon.")
            #expect(turn["thread_id"] == "their thread")
            #expect(turn["tool_calls"] == [])
            let metadata = turn["metadata"]
            #expect(metadata["source"] == "openai-proxy")
            #expect(metadata["status"] == "ok")
            #expect(metadata["model"] == "test-model-2026")
            #expect(metadata["requested_model"] == "asked-model")
            #expect(metadata["tokens_used"] == 250)
            #expect(metadata["input_tokens"] == 200)
            #expect(metadata["output_tokens"] == 50)
            #expect(metadata["finish_reason"] == "stop")
            #expect(metadata["instructions"] == "Be brief.")
            #expect(metadata["request_id"].string == answer.header("x-request-id"))
            #expect((metadata["latency_ms"].number ?? 0) > 0)
            #expect((metadata["first_token_ms"].number ?? 0) > 0)
        }
    }

    @Test("join a tool's call with the result that a later request brings")
    func joined() async throws {
        try await ProxyUnderTest.run(Self.oneCall) { proxy in
            _ = try await proxy.chat(.chat([Self.question]))
            try await proxy.wait(for: "redline_proxy_open_turns", 1)
            let history = [
                Self.question, Self.called("call_a", "find", #"{"to":"Oslo"}"#),
                Self.result("call_a", #"{"time": "12:00"}"#),
            ]
            _ = try await proxy.chat(.chat(history))
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["assistant_response"] == "At noon.")
            let call = turn["tool_calls"][0]
            #expect(turn["tool_calls"].elements.count == 1)
            #expect(call["tool_name"] == "find")
            #expect(call["arguments"] == ["to": "Oslo"])
            #expect(call["result"] == ["time": "12:00"])
            #expect(call["status"] == "success")
            #expect((call["round_trip_ms"].number ?? 0) > 0)
            #expect(call["duration_ms"] == .null)
            #expect(turn["metadata"]["tokens_used"] == 265)
            #expect(turn["metadata"]["requests"] == 2)
            try await proxy.wait(for: "redline_proxy_open_turns", 0)
            // The next question belongs to the same thread, and its turn has none of those calls.
            let next = history + [.message("assistant", "At noon."), .message("user", "And back?")]
            _ = try await proxy.chat(.chat(next))
            let turns = try await proxy.interactions(2)
            #expect(turns[0]["thread_id"] == turns[1]["thread_id"])
            #expect(turns[1]["user_message"] == "And back?")
            #expect(turns[1]["tool_calls"] == [])
        }
    }

    @Test("that the caller leaves for another question have the results that came with it")
    func abandoned() async throws {
        try await ProxyUnderTest.run(Self.oneCall) { proxy in
            _ = try await proxy.chat(.chat([Self.question]))
            try await proxy.wait(for: "redline_proxy_open_turns", 1)
            _ = try await proxy.chat(
                .chat([
                    Self.question, Self.called("call_a", "find", #"{"to":"Oslo"}"#),
                    Self.result("call_a", "Error: no such city"),
                    .message("user", "Never mind."),
                ])
            )
            let turns = try await proxy.interactions(2)
            let call = turns[0]["tool_calls"][0]
            #expect(call["status"] == "error")
            #expect(call["error"] == "Error: no such city")
            #expect(turns[1]["tool_calls"] == [])
        }
    }

    @Test("whose results never come are recorded after the settling time, and once")
    func settled() async throws {
        try await ProxyUnderTest.run(Self.oneCall, settings: ["REDLINE_TURN_SETTLING": "1"]) {
            proxy in
            _ = try await proxy.chat(.chat([Self.question]))
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["tool_calls"][0]["status"] == "no_result")
            #expect(turn["assistant_response"] == "")
            try await proxy.wait(for: "redline_proxy_open_turns", 0)
            // What comes after all goes on with it and has none of its calls again.
            _ = try await proxy.chat(
                .chat([
                    Self.question, Self.called("call_a", "find", #"{"to":"Oslo"}"#),
                    Self.result("call_a", "noon"),
                ])
            )
            let turns = try await proxy.interactions(2)
            #expect(turns[1]["tool_calls"] == [])
            #expect(turns[1]["assistant_response"] == "At noon.")
            #expect(turns[1]["metadata"]["continues"] == turns[0]["interaction_id"])
        }
    }

    @Test("that are open outlive the service")
    func restarted() async throws {
        try await ScriptedEndpoint.run(answering: Self.oneCall) { endpoint in
            let database = try await TestDatabase.migrated()
            let settings = ["REDLINE_UPSTREAM_URL": endpoint.url, "REDLINE_TURN_SETTLING": "2"]
            let spool = Scratch.folder.appending(path: "turns-\(UUID().uuidString)").path
            let first = try await ServerUnderTest.start(
                on: database,
                ["--spool", spool],
                environment: settings.merging(["REDLINE_TURN_SETTLING": "600"]) { $1 }
            )
            let key = try await first.newKey("owner", owner: ProxyUnderTest.owner)
            let before = ProxyUnderTest(server: first, endpoint: endpoint, key: key)
            _ = try await before.chat(.chat([Self.question]))
            try await before.wait(for: "redline_proxy_open_turns", 1)
            first.client.disconnect()
            first.command.signal(SIGKILL)
            _ = try await first.command.status
            let second = try await ServerUnderTest.start(
                on: database,
                ["--spool", spool],
                environment: settings
            )
            let after = ProxyUnderTest(server: second, endpoint: endpoint, key: key)
            let turn = try await after.interactions(1)[0]
            #expect(turn["tool_calls"][0]["tool_name"] == "find")
            try await ProxyUnderTest.stop(second)
            try await database.drop()
        }
    }

    @Test("of a failed step go on when it is tried again")
    func retried() async throws {
        try await ProxyUnderTest.run({ number, received in
            number == 1 ? ScriptedEndpoint.failure(500) : Self.oneCall(number, received)
        }) { proxy in
            _ = try await proxy.chat(.chat([Self.question]))
            try await proxy.wait(for: "redline_proxy_open_turns", 1)
            let second = JSON.chat([
                Self.question, Self.called("call_a", "find", #"{"to":"Oslo"}"#),
                Self.result("call_a", "noon"),
            ])
            #expect(try await proxy.chat(second).status == 500)
            #expect(try await proxy.chat(second).status == 200)
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["tool_calls"].elements.count == 1)
            #expect(turn["tool_calls"][0]["result"] == "noon")
            #expect(turn["metadata"]["failed_requests"] == 1)
            #expect(turn["metadata"]["status"] == "ok")
        }
    }

    @Test("are cut where the caller goes away, and the upstream is told at once")
    func cut() async throws {
        let piece = #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"Half"}}]}"# + "\n\n"
        try await ProxyUnderTest.run({ _, _ in
            ScriptedEndpoint.events([piece]) + [.hang]
        }) { proxy in
            let request = try proxy.request(.chat([Self.question], ["stream": true]))
            try await Task.detached {
                let caller = try HTTPConnection(port: proxy.server.port)
                caller.send(request.bytes)
                try caller.expect("Half")
            }.value
            let deadline = ContinuousClock.now + .seconds(60)
            while proxy.endpoint.departures == 0, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(proxy.endpoint.departures == 1)
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["assistant_response"] == "Half")
            #expect(turn["metadata"]["status"] == "cut")
            try await proxy.wait(for: "redline_proxy_requests_in_flight", 0)
        }
    }

    @Test("are cut where the caller goes before there is an answer")
    func cutEarly() async throws {
        try await ProxyUnderTest.run({ _, _ in [.hang] }) { proxy in
            try await proxy.server.client.breakOff(
                try proxy.request(.chat([Self.question])).bytes
            )
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["metadata"]["status"] == "cut")
            #expect(turn["assistant_response"] == "(no answer: the caller went away)")
        }
    }

    @Test("hold no personal data where those are replaced at the door, open ones neither")
    func redacted() async throws {
        try await ProxyUnderTest.run(
            { number, _ in
                number == 0
                    ? Self.calling([("call_a", "mail", #"{"to":"mia.li3818@example.com"}"#)])
                    : ScriptedEndpoint.completion("Sent to mia.li3818@example.com.")
            },
            arguments: ["--redact", "emails"]
        ) { proxy in
            let question = JSON.message("user", "Write to mia.li3818@example.com")
            let answer = try await proxy.chat(.chat([question]))
            #expect(answer.text.contains("mia.li3818@example.com"))
            try await proxy.wait(for: "redline_proxy_open_turns", 1)
            let last = try await proxy.chat(
                .chat([
                    question, Self.called("call_a", "mail", #"{"to":"mia.li3818@example.com"}"#),
                    Self.result("call_a", "to mia.li3818@example.com"),
                ])
            )
            #expect(last.text.contains("mia.li3818@example.com"))
            let turn = try await proxy.interactions(1)[0]
            #expect(try !turn.text.contains("mia.li"))
            #expect(turn["tool_calls"][0]["status"] == "success")
        }
    }

    @Test("that are open go when their owner is erased, whatever else is held on them")
    func erased() async throws {
        try await ProxyUnderTest.run(Self.oneCall) { proxy in
            _ = try await proxy.chat(.chat([Self.question]))
            try await proxy.wait(for: "redline_proxy_open_turns", 1)
            let erasing = try await proxy.server.send(
                "DELETE",
                "/api/v1/owners/\(ProxyUnderTest.owner)",
                proxy.server.admin
            )
            #expect([200, 202].contains(erasing.status), "\(erasing.text)")
            try await proxy.wait(for: "redline_proxy_open_turns", 0)
        }
    }

    @Test("that cannot be recorded do not keep the answer from anybody, and are counted")
    func unrecordable() async throws {
        try await ProxyUnderTest.run({ _, _ in ScriptedEndpoint.completion("Hi") }) { proxy in
            let answer = try await proxy.chat(.chat([Self.question]))
            #expect(answer.status == 200)
            _ = try await proxy.interactions(1)
            let erased = try await proxy.server.database.redline(
                ["owner", "erase", ProxyUnderTest.owner, "--yes"]
            )
            #expect(erased.status == 0, "\(erased.stderr)")
            let recorder = try await proxy.server.key("recorder")
            let later = try await proxy.chat(
                .chat([Self.question]),
                ["Authorization": "Bearer \(recorder)", "X-User-Id": ProxyUnderTest.owner]
            )
            #expect(later.status == 200)
            try await proxy.wait(for: "redline_proxy_not_recorded_total", 1)
        }
    }
}
