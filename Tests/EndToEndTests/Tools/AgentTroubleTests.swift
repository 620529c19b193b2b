import EndpointDouble
import Foundation
import Synchronization
import Testing

/// The AI, the tools and the database fail, and every turn is answered and recorded as it went.
@Suite("An existing agent in bad times")
struct AgentTroubleTests {
    private static let rain = ScriptedEndpoint.calls([("weather", #"{"place":"Bonn"}"#)])

    /// Calls the weather once, and answers then.
    @Sendable private static func once(
        _ received: ScriptedEndpoint.Received
    ) -> [ScriptedEndpoint.Step] {
        received.turn.count == 1 ? rain : ScriptedEndpoint.completion("It rains.")
    }

    /// How many calls of tools are under way.
    private struct Load {
        private(set) var arrived = 0
        private var now = 0
        private(set) var most = 0

        mutating func arrive() {
            arrived += 1
            now += 1
            most = max(most, now)
        }

        mutating func leave() -> Bool {
            now -= 1
            return true
        }
    }

    private func expectError(_ answer: HTTPAnswer, _ status: Int, _ text: String) throws {
        #expect(answer.status == status, "\(answer.text)")
        #expect(try answer.json.names == ["error"], "\(answer.text)")
        #expect(try answer.json["error"].string?.contains(text) == true, "\(answer.text)")
    }

    @Test("has its calls made side by side, four at a time, and all their results in order")
    func parallel() async throws {
        let load = Mutex(Load())
        let calls = (0..<17).map { ("cancel", #"{"order":\#($0)}"#) }
        try await ToolsUnderTest.run(
            model: { received in
                received.turn.count == 1
                    ? ScriptedEndpoint.calls(calls) : ScriptedEndpoint.completion("Done.")
            },
            tool: { received in
                load.withLock { $0.arrive() }
                // Only calls that are made at once ever come to an end; a fifth would have time to come.
                return [
                    .until { load.withLock { $0.arrived >= 4 } }, .wait(.milliseconds(300)),
                    .until { load.withLock { $0.leave() } },
                ] + ScriptedEndpoint.http(200, received.body)
            }
        ) { agent in
            let answer = try await agent.ask("Cancel them all.")
            try #require(answer.status == 200, "\(answer.text)")
            #expect(load.withLock(\.most) == 4)
            let made = try answer.json["tool_calls"].elements
            #expect(made.prefix(16).map { $0["result"]["order"].integer } == Array(0..<16))
            #expect(made.last?["error"].string == "at most 16 tools can be called at once")
            #expect(agent.toolRequests.count == 16)
        }
    }

    @Test("is answered 502 where the AI does nothing but call tools, and asked no further")
    func rounds() async throws {
        try await ToolsUnderTest.run(model: { _ in Self.rain }, registry: #","rounds":3"#) {
            agent in
            let answer = try await agent.ask("What is the weather?")
            try expectError(answer, 502, "asked for tools 3 times")
            let questions = try agent.questions
            #expect(questions.map { $0["tool_choice"] } == ["auto", "auto", "none"])
            let stored = try #require(try await agent.interactions().first)
            #expect(stored["tool_calls"].elements.count == 2)
            #expect(stored["metadata"]["status"] == "error")
            #expect(stored["metadata"]["error"]["type"] == "too_many_rounds")
        }
    }

    @Test("is answered 503 where the turn takes too long")
    func time() async throws {
        try await ToolsUnderTest.run(
            model: { $0.turn.count == 1 ? Self.rain : [.hang] },
            registry: #","turn_seconds":8"#
        ) { agent in
            let answer = try await agent.ask("What is the weather?")
            try expectError(answer, 503, "the turn took more than 8 seconds")
            #expect(answer.header("Retry-After") == "1")
            let stored = try #require(try await agent.interactions().first)
            #expect(stored["metadata"]["error"]["type"] == "turn_timed_out")
            #expect(stored["tool_calls"][0]["status"] == "success")
        }
    }

    @Test("is answered 503 where the AI fails; what was done is recorded, and no history later")
    func failingAI() async throws {
        let isDown = Mutex(true)
        try await ToolsUnderTest.run(model: { received in
            guard isDown.withLock(\.self) else { return ScriptedEndpoint.completion("Better.") }
            return received.turn.count == 1 ? Self.rain : ScriptedEndpoint.failure(500)
        }) { agent in
            let answer = try await agent.ask("What is the weather?", thread: "t")
            try expectError(answer, 503, "the AI does not answer (failed_500)")
            #expect(!answer.text.contains("sk-upstream"))
            let stored = try #require(try await agent.interactions().first)
            #expect(
                try answer.json["error"].string?.contains(stored["interaction_id"].string ?? "?")
                    == true
            )
            #expect(stored["tool_calls"][0]["result"] == ["ok": true])
            #expect(stored["assistant_response"] == "(no answer: the request failed)")
            isDown.withLock { $0 = false }
            let better = try await agent.ask("And now?", thread: "t")
            #expect(try better.json["response"] == "Better.")
            #expect(try better.json["history_turns"] == 0)
            let metrics = try await agent.server.get("/metrics", nil).text
            for line in [
                #"redline_assistant_turns_total{outcome="answered"} 1"#,
                #"redline_assistant_turns_total{outcome="failed"} 1"#,
                #"redline_tool_calls_total{tool="weather",outcome="success"} 1"#,
                "redline_assistant_turns_in_flight 0",
            ] {
                #expect(metrics.contains(line), "\(line)")
            }
        }
    }

    @Test("is told what to set where there is no AI")
    func noAI() async throws {
        try await ToolsUnderTest.run(
            model: { _ in [] },
            settings: ["REDLINE_AI_URL": "", "REDLINE_AI_MODEL": "", "REDLINE_AI_KEY": ""]
        ) { agent in
            try expectError(try await agent.ask("hi"), 400, "set REDLINE_AI_URL")
            #expect(try await agent.route("weather", ["place": "Bonn"]).status == 200)
            #expect(try await agent.interactions() == [])
        }
    }

    @Test("is given a tool's answer as text where it is no JSON")
    func text() async throws {
        try await ToolsUnderTest.run(
            model: Self.once,
            tool: { _ in ScriptedEndpoint.http(200, "rain, and \u{0} wind") }
        ) { agent in
            let answer = try await agent.ask("What is the weather?")
            #expect(try answer.json["tool_calls"][0]["result"] == "rain, and \u{FFFD} wind")
            #expect(try answer.json["tool_calls"][0]["status"] == "success")
            #expect(
                try await agent.route("weather", ["place": "Bonn"]).json["result"]
                    == "rain, and \u{0} wind"
            )
        }
    }

    @Test("reaches no tool at a name of this machine that is not registered so")
    func guarded() async throws {
        try await ToolsUnderTest.run(
            model: {
                $0.turn.count == 1
                    ? ScriptedEndpoint.calls([("guarded", "{}")])
                    : ScriptedEndpoint.completion("No.")
            }
        ) { agent in
            let routed = try await agent.route("guarded", [:])
            try expectError(routed, 502, "private or reserved address")
            let answer = try await agent.ask("Look there.")
            #expect(try answer.json["tool_calls"][0]["status"] == "error")
            #expect(agent.toolRequests.isEmpty)
        }
    }

    @Test("goes on while the database is away, and hears where its turns are")
    func outage() async throws {
        try await ToolsUnderTest.run(model: Self.once) { agent in
            let thread = try #require(try await agent.ask("The weather?").json["thread_id"].string)
            try await agent.server.database.setOpen(false)
            let answer = try await agent.ask("And the weather now?")
            try #require(answer.status == 200, "\(answer.text)")
            #expect(try answer.json["storage_location"] == "spool")
            let continued = try await agent.ask("More?", thread: thread)
            try expectError(continued, 503, "earlier turns cannot be read")
            #expect(try await agent.route("get_interaction_history", [:]).status == 503)
            #expect(try await agent.route("weather", ["place": "Bonn"]).status == 200)
            try await agent.server.database.setOpen(true)
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                let history = try await agent.route("get_interaction_history", [:])
                if history.status == 200, try history.json["total_count"] == 2 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            let stored = try await agent.interactions()
            #expect(stored.map { $0["user_message"] } == ["The weather?", "And the weather now?"])
            #expect(try stored.last?["tool_calls"] == answer.json["tool_calls"])
        }
    }

    @Test("may go away: what was done until then is recorded")
    func departure() async throws {
        let isAsked = Mutex(false)
        try await ToolsUnderTest.run(model: { received in
            if received.turn.count == 1 { return Self.rain }
            isAsked.withLock { $0 = true }
            return [.hang]
        }) { agent in
            let request = HTTPRequest(
                method: "POST",
                path: ToolsUnderTest.path,
                headers: ["Authorization": "Bearer \(agent.key)"],
                body: Array(#"{"message":"The weather?"}"#.utf8)
            )
            var connection: HTTPConnection? = try HTTPConnection(port: agent.server.port)
            connection?.send(request.bytes)
            let deadline = ContinuousClock.now + .seconds(60)
            while !isAsked.withLock(\.self), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            connection = nil
            var stored: [JSON] = []
            while stored.isEmpty, ContinuousClock.now < deadline {
                stored = try await agent.interactions()
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(stored.first?["metadata"]["status"] == "cut")
            #expect(stored.first?["tool_calls"][0]["status"] == "success")
            #expect(stored.first?["assistant_response"] == "(no answer: the caller went away)")
        }
    }
}
