import EndpointDouble
import Redline
import Testing

@testable import RedlineSummaries

@Suite("A conversation with tools")
struct ConversationTests {
    private static let tool = ChatTool(
        name: "weather",
        description: "The weather.",
        parameters: #"{"type":"object"}"#
    )

    /// What the model says to `messages` on an endpoint that answers as the script says.
    private static func reply(
        to messages: [ChatMessage],
        mayCall: Bool = true,
        _ script: @escaping @Sendable (Int) -> [ScriptedEndpoint.Step]
    ) async throws -> (Result<ConversationReply, EndpointFault>, [JSONDocument]) {
        try await ScriptedEndpoint.run(script) { endpoint in
            var settings = SummarySettings()
            settings.endpoint = try ChatEndpoint(url: endpoint.url, model: "asked", key: "k")
            let conversation = Conversation(settings)
            let result: Result<ConversationReply, EndpointFault>
            do throws(EndpointFault) {
                result = .success(
                    try await conversation.reply(
                        to: messages,
                        tools: [tool],
                        mayCall: mayCall,
                        within: .seconds(60)
                    )
                )
            } catch {
                result = .failure(error)
            }
            await conversation.shutdown()
            return (result, try endpoint.requests.map { try JSONDocument(parsing: $0.body) })
        }
    }

    private static func answer(_ message: String, _ reason: String = "stop") -> String {
        #"{"model":"m","choices":[{"message":\#(message),"finish_reason":"\#(reason)"}],"#
            + #""usage":{"prompt_tokens":7,"completion_tokens":3}}"#
    }

    @Test("tells the model of the tools, of its calls and of their results")
    func request() async throws {
        let call = ChatToolCall(id: "c1", name: "weather", arguments: #"{"a":1}"#)
        let messages = [
            ChatMessage(role: .system, content: "s"), ChatMessage(role: .user, content: "u"),
            ChatMessage(role: .assistant, content: "", calls: [call]),
            ChatMessage(role: .tool, content: "rain", callID: "c1"),
        ]
        for mayCall in [true, false] {
            let (_, requests) = try await Self.reply(to: messages, mayCall: mayCall) { _ in
                ScriptedEndpoint.http(200, Self.answer(#"{"content":"x"}"#))
            }
            let expected = #"""
                {"model":"asked","messages":[{"role":"system","content":"s"},
                {"role":"user","content":"u"},{"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"weather",
                "arguments":"{\"a\":1}"}}]},{"role":"tool","content":"rain","tool_call_id":"c1"}],
                "tools":[{"type":"function","function":{"name":"weather",
                "description":"The weather.","parameters":{"type":"object"}}}],
                "tool_choice":"\#(mayCall ? "auto" : "none")"}
                """#
            let root = try JSONDocument(parsing: expected).root
            #expect(
                requests.first?.root.isSame(as: root) == true,
                "\(requests.first?.root.text ?? "")"
            )
        }
    }

    @Test("gives a text with its tokens, also where that says no")
    func texts() async throws {
        let messages = [ChatMessage(role: .user, content: "u")]
        for (message, text) in [
            (#"{"content":"yes"}"#, "yes"), (#"{"content":null,"refusal":"No."}"#, "No."),
            (#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "ab"),
        ] {
            let (result, _) = try await Self.reply(to: messages) { _ in
                ScriptedEndpoint.http(200, Self.answer(message))
            }
            let reply = try result.get()
            #expect(reply.text == text)
            #expect(reply.calls.isEmpty)
            #expect(reply.model == "m" && reply.tokensIn == 7 && reply.tokensOut == 3)
        }
    }

    @Test("gives calls, also those that keep to the protocol only roughly")
    func calls() async throws {
        let message = #"""
            {"content":null,"tool_calls":[{"id":"c1","type":"function","function":
            {"name":"weather","arguments":"{\"a\":1}"}},{"function":{"name":"b","arguments":{"c":2}}}]}
            """#
        let (result, _) = try await Self.reply(to: [ChatMessage(role: .user, content: "u")]) { _ in
            ScriptedEndpoint.http(200, Self.answer(message, "tool_calls"))
        }
        let reply = try result.get()
        #expect(
            reply.calls == [
                ChatToolCall(id: "c1", name: "weather", arguments: #"{"a":1}"#),
                ChatToolCall(id: "call_2", name: "b", arguments: #"{"c":2}"#),
            ]
        )
        #expect(reply.finishReason == "tool_calls")
    }

    @Test("is tried again where the endpoint fails in passing, and ends where it refuses")
    func failures() async throws {
        let messages = [ChatMessage(role: .user, content: "u")]
        let (passing, _) = try await Self.reply(to: messages) { number in
            number == 0
                ? ScriptedEndpoint.failure(503)
                : ScriptedEndpoint.http(200, Self.answer(#"{"content":"yes"}"#))
        }
        #expect(try passing.get().failedRequests == 1)
        // A conversation has no response_format that could be left out.
        let (final, requests) = try await Self.reply(to: messages) { _ in
            ScriptedEndpoint.failure(400, message: "response_format is unknown")
        }
        #expect(final == .failure(.refused(status: 400)))
        #expect(requests.count == 1)
        let none = await #expect(throws: EndpointFault.self) {
            try await Conversation(SummarySettings()).reply(
                to: messages,
                tools: [],
                mayCall: false,
                within: .seconds(1)
            )
        }
        #expect(none == .notConfigured)
    }
}
