import EndpointDouble
import Foundation
import Testing

/// What an existing agent does on one day, over HTTP alone.
@Suite("An existing agent's day")
struct AgentDayTests {
    /// The AI: it calls both tools at the first question, and later answers from the conversation.
    @Sendable private static func model(
        _ received: ScriptedEndpoint.Received
    ) -> [ScriptedEndpoint.Step] {
        let turn = received.turn
        let question = turn.first?["content"].string ?? ""
        if question.contains("weather"), turn.count == 1 {
            return ScriptedEndpoint.calls([
                ("weather", #"{"place":"Köln/Bonn","days":2}"#), ("cancel", #"{"order":4711}"#),
                ("weather", #"{"place":"Bonn","days":2}"#),
            ])
        }
        if question.contains("weather") {
            return ScriptedEndpoint.completion("It rains in Bonn, and 4711 could not be cancelled.")
        }
        return ScriptedEndpoint.completion("As I said: it rains.")
    }

    /// The tools: the weather answers, the cancellation fails.
    @Sendable private static func tool(
        _ received: ScriptedEndpoint.Received
    ) -> [ScriptedEndpoint.Step] {
        received.head.hasPrefix("GET /weather/")
            ? ScriptedEndpoint.http(200, #"{"weather":"rain"}"#)
            : ScriptedEndpoint.http(500, #"{"detail":"the order is packed"}"#)
    }

    @Test("is recorded as it went")
    func day() async throws {
        try await ToolsUnderTest.run(model: Self.model, tool: Self.tool) { agent in
            let thread = try await firstTurn(agent)
            try await secondTurn(agent, thread)
            let again = try await agent.restarted()
            try await afterRestart(again, thread)
            try await routes(again, thread)
            try await limits(again)
            try await isolation(again, thread)
            try await ProxyUnderTest.stop(again.server)
        }
    }

    /// Two tools, of which one fails, and a call whose arguments cannot stand in the address.
    private func firstTurn(_ agent: ToolsUnderTest) async throws -> String {
        let answer = try await agent.ask("What is the weather in Bonn? And cancel 4711.")
        try #require(answer.status == 200, "\(answer.text)")
        let json = try answer.json
        #expect(json["status"] == "success")
        #expect(json["response"] == "It rains in Bonn, and 4711 could not be cancelled.")
        #expect(json["user_id"] == .string(ToolsUnderTest.owner))
        #expect(json["storage_location"] == "postgresql:redline.interaction")
        #expect(json["history_turns"] == 0)
        let thread = try #require(json["thread_id"].string)
        let calls = json["tool_calls"].elements
        #expect(calls.map { $0["tool_name"] } == ["weather", "cancel", "weather"])
        #expect(calls.map { $0["status"] } == ["error", "error", "success"])
        #expect(calls[0]["error"].string?.contains("place must not be empty") == true)
        #expect(
            calls[1]["error"].string
                == #"the tool answered 500: {"detail":"the order is packed"}"#
        )
        #expect(calls[1]["arguments"] == ["order": 4_711])
        #expect(calls[2]["result"] == ["weather": "rain"])
        #expect(calls.allSatisfy { ($0["duration_ms"].number ?? -1) >= 0 })
        let metadata = json["metadata"]
        #expect(metadata["model"] == "test-model-2026")
        #expect(metadata["source"] == "tool_call_handler")
        #expect(metadata["tokens_used"] == 360)
        #expect((metadata["latency_ms"].number ?? 0) > 0)
        #expect(metadata["requests"] == 2)
        // What the model saw of it.
        let questions = try agent.questions
        #expect(questions[0]["model"] == "asked-model")
        #expect(questions[0]["messages"][0]["content"] == "You help with deliveries.")
        #expect(questions[0]["tools"].elements.count == 3)
        #expect(questions[0]["tools"][0]["function"]["parameters"]["required"] == ["place"])
        #expect(questions[0].names.contains("response_format") == false)
        let results = questions[1]["messages"].elements.filter { $0["role"] == "tool" }
        #expect(results.map { $0["tool_call_id"] } == ["call_0", "call_1", "call_2"])
        #expect(results[2]["content"] == #"{"weather":"rain"}"#)
        // What the tools saw of it.
        let weather = try #require(agent.toolRequests.first { $0.head.hasPrefix("GET") })
        #expect(weather.head.hasPrefix("GET /weather/Bonn?days=2 HTTP/1.1"))
        #expect(weather.head.lowercased().contains("x-key: weather-secret"))
        #expect(weather.head.lowercased().contains("x-user-id: \(ToolsUnderTest.owner)"))
        let cancel = try #require(agent.toolRequests.first { $0.head.hasPrefix("POST") })
        #expect(cancel.body == #"{"order":4711}"#)
        #expect(!cancel.head.contains(ToolsUnderTest.owner))
        #expect(!cancel.head.contains("sk-upstream"))
        #expect(agent.toolRequests.count == 2)
        // What is recorded is what was answered.
        let stored = try #require(try await agent.interactions().first)
        for name in ["interaction_id", "thread_id", "tool_calls", "metadata", "timestamp"] {
            #expect(stored[name] == json[name], "\(name)")
        }
        #expect(stored["assistant_response"] == json["response"])
        #expect(stored["user_message"] == "What is the weather in Bonn? And cancel 4711.")
        return thread
    }

    private func secondTurn(_ agent: ToolsUnderTest, _ thread: String) async throws {
        let answer = try await agent.ask("And again?", thread: thread)
        #expect(try answer.json["thread_id"] == .string(thread))
        #expect(try answer.json["history_turns"] == 1)
        try expectHistory(agent, 2)
        let audit = try await agent.server.database.rows(
            """
            select action, role from redline.audit_entry
            where whose = array[redline.owner_digest('\(ToolsUnderTest.owner)')]
            order by entry_id desc limit 1
            """
        )
        #expect(audit == [["read_interactions", "owner"]])
    }

    private func afterRestart(_ agent: ToolsUnderTest, _ thread: String) async throws {
        let answer = try await agent.ask("Once more?", thread: thread)
        try #require(answer.status == 200, "\(answer.text)")
        #expect(try answer.json["history_turns"] == 2)
        try expectHistory(agent, 4)
    }

    /// The model was given so many earlier messages, oldest first, and the question behind them.
    private func expectHistory(_ agent: ToolsUnderTest, _ count: Int) throws {
        let messages = try #require(try agent.questions.last?["messages"].elements)
        try #require(messages.count == count + 2)
        #expect(messages[1]["content"].string?.hasPrefix("What is the weather") == true)
        #expect(messages[2]["role"] == "assistant")
        #expect(messages.last?["role"] == "user")
    }

    private func routes(_ agent: ToolsUnderTest, _ thread: String) async throws {
        let saved = try await agent.route(
            "save_interaction",
            ["user_message": "By the way.", "assistant_response": "Yes.", "thread_id": "other"]
        )
        #expect(saved.status == 200)
        #expect(try saved.json["status"] == "success")
        #expect(try saved.json["total_interactions"] == 4)
        #expect(try saved.json["user_id"] == .string(ToolsUnderTest.owner))
        let history = try await agent.route(
            "get_interaction_history",
            ["thread_id": .string(thread), "limit": 2]
        )
        #expect(history.status == 200)
        #expect(try history.json["total_count"] == 3)
        #expect(try history.json["interactions"][0]["user_message"] == "Once more?")
        #expect(try history.json["limit"] == 2)
        let direct = try await agent.server.get(
            "/api/get_interaction_history?thread_id=\(thread)&limit=2",
            agent.key
        )
        #expect(try history.json == direct.json)
        let weather = try await agent.route("weather", ["place": "Bonn"])
        #expect(weather.status == 200)
        #expect(try weather.json["result"] == ["weather": "rain"])
        #expect(try weather.json["action"] == "weather")
        let failed = try await agent.route("cancel", ["order": 1])
        #expect(failed.status == 502)
        #expect(
            try failed.json == [
                "error": #"the tool answered 500: {"detail":"the order is packed"}"#
            ]
        )
        // A call that is passed on is no interaction.
        #expect(try await agent.interactions().count == 4)
    }

    private func limits(_ agent: ToolsUnderTest) async throws {
        for limit in [0, 1_001] as [JSON] {
            let answer = try await agent.route("get_interaction_history", ["limit": limit])
            #expect(answer.status == 400)
            #expect(
                try answer.json == ["error": "limit must be a whole number from 1 to 1000"]
            )
        }
        let wrong: [(String, JSON)] = [
            (ToolsUnderTest.path, [:]), (ToolsUnderTest.path, ["message": ""]),
            (ToolsUnderTest.path, ["message": "hi", "thread_id": ""]),
            (ToolsUnderTest.path, ["message": "hi", "user_id": "other@example.com"]),
            (ToolsUnderTest.path, ["message": .string(String(repeating: "x", count: 1_048_576))]),
            (ToolsUnderTest.router, [:]), (ToolsUnderTest.router, ["action": "nothing"]),
            (ToolsUnderTest.router, ["action": "weather"]),
            (ToolsUnderTest.router, ["action": "weather", "params": ["place": "b", "days": 0]]),
            (ToolsUnderTest.router, ["action": "weather", "params": ["place": ".."]]),
            (ToolsUnderTest.router, ["action": "weather", "params": []]),
            (ToolsUnderTest.router, ["action": "get_interaction_history", "params": ["of": 1]]),
            (ToolsUnderTest.router, ["action": "save_interaction", "params": [:]]),
        ]
        let before = (try agent.questions.count, agent.toolRequests.count)
        for (path, body) in wrong {
            let answer = try await agent.send(path, body)
            #expect(answer.status == 400, "\(path) \(answer.text)")
            #expect(try answer.json.names == ["error"], "\(answer.text)")
        }
        #expect(try (agent.questions.count, agent.toolRequests.count) == before)
    }

    private func isolation(_ agent: ToolsUnderTest, _ thread: String) async throws {
        let other = try await agent.server.newKey("owner", owner: "other@example.com")
        let headers = ["Authorization": "Bearer \(other)"]
        let answer = try await agent.ask("What did I ask?", thread: thread, headers)
        try #require(answer.status == 200, "\(answer.text)")
        // The same name is another thread to another owner.
        #expect(try answer.json["history_turns"] == 0)
        #expect(try agent.questions.last?["messages"].elements.count == 2)
        let history = try await agent.send(
            ToolsUnderTest.router,
            ["action": "get_interaction_history", "params": [:]],
            headers
        )
        #expect(try history.json["total_count"] == 1)
        for body in [
            ["action": "get_interaction_history", "params": ["user_id": "agent@example.com"]],
            ["action": "weather", "params": ["place": "Bonn"], "user_id": "agent@example.com"],
        ] as [JSON] {
            #expect(try await agent.send(ToolsUnderTest.router, body, headers).status == 400)
        }
        // A key that only records reads nothing, also not through the AI.
        let recorder = try await agent.server.newKey("recorder")
        let recording = ["Authorization": "Bearer \(recorder)", "X-User-Id": "agent@example.com"]
        #expect(try await agent.ask("hi", thread: thread, recording).status == 403)
        let read = try await agent.send(
            ToolsUnderTest.router,
            ["action": "get_interaction_history", "params": [:]],
            recording
        )
        #expect(read.status == 403)
        let nobody = try await agent.send(
            ToolsUnderTest.path,
            ["message": "hi"],
            ["Authorization": ""]
        )
        #expect(nobody.status == 401)
    }
}
