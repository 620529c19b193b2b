import SpanSamples
import Testing

@testable import RedlineTelemetry

@Suite("A turn that spans tell of")
struct ConventionTests {
    private static let expected = """
        "thread-1"
        "Which flight, and \\"how much\\"?"
        "HAT001 for 92 €."
        "search" {"to":"Köln","n":1} {"flights":["HAT001"]} "success" 100.0
        "book" {} "Error: sold out" "error" "sold out" 100.0
        "sample-1"
        84
        400.0
        "stop"
        """

    @Test("is the same turn in each convention", arguments: SampleConvention.allCases)
    func same(convention: SampleConvention) throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(convention, seed: 7))
        let turns = Decoded.turns(parts)
        #expect(try turns.map(Decoded.record) == [Self.expected])
    }

    @Test("is the same from parts that were written and read", arguments: SampleConvention.allCases)
    func written(convention: SampleConvention) throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(convention, seed: 7))
        for part in parts { #expect(try Decoded.read(part) == part) }
    }

    @Test(
        "is kept as it is read where nothing in it is unusual",
        arguments: SampleConvention.allCases
    )
    func plain(convention: SampleConvention) throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(convention, seed: 7))
        #expect(!parts.map(\.isPlain).contains(false))
    }

    @Test(
        "is looked at again where PostgreSQL may not take it, or a record's limits are near",
        arguments: [
            ChatMessage(role: .system, text: "a\u{0}b"),
            ChatMessage(role: .assistant, calls: [.init(id: nil, name: "\u{0}", arguments: "{}")]),
            ChatMessage(role: .assistant, calls: [.init(name: "f", arguments: #""\u0000""#)]),
            ChatMessage(
                role: .tool,
                results: [.init(value: String(repeating: "[", count: 60))]
            ),
            ChatMessage(role: .user, text: String(repeating: "\u{1}", count: 1_400_000)),
        ]
    )
    func unusual(message: ChatMessage) throws {
        var parts = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
        #expect(parts[0].isPlain)
        parts[0].input.append(message)
        #expect(!parts[0].isPlain)
    }

    @Test("has its messages in the order of their numbers, however many there are")
    func numbered() {
        for prefix in ["gen_ai.prompt", "llm.input_messages"] {
            let isNew = prefix.hasPrefix("llm")
            var attributes: TelemetryAttributes = [
                "\(prefix).x.content": .string("no number"), "\(prefix).": .string("none"),
                "\(prefix)_other.0.content": .string("another name"),
                "\(prefix).99999999999999999999.content": .string("no such number"),
            ]
            for number in 0..<120 {
                let name = "\(prefix).\(number)\(isNew ? ".message" : "").content"
                attributes[name] = .string("\(number)")
            }
            let messages =
                isNew
                ? IndexedMessages.openInference(attributes, prefix, .user)
                : IndexedMessages.genAI(attributes, prefix, .user)
            #expect(messages.map(\.text) == (0..<120).map { "\($0)" })
        }
    }

    @Test("has its calls without the spans of tools, and then no durations")
    func withoutToolSpans() throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
        let turn = try #require(Decoded.turns(parts.filter { $0.kind != .tool }).first)
        #expect(turn.calls.map(\.name) == ["search", "book"])
        #expect(turn.calls.map(\.result) == [#"{"flights":["HAT001"]}"#, #""Error: sold out""#])
        #expect(turn.calls.allSatisfy { $0.duration == nil && $0.error == nil })
    }

    @Test("has the calls that only spans of tools tell of")
    func onlyToolSpans() throws {
        var quiet = SampleTurn.withTools
        quiet.calls = []
        let chats = try Decoded.parts(quiet.telemetry(.today, seed: 7))
        let tools = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
            .filter { $0.kind == .tool }
        let turn = try #require(Decoded.turns(chats + tools).first)
        #expect(turn.calls.map(\.name) == ["search", "book"])
        #expect(turn.calls.map(\.arguments) == [#"{"to":"Köln","n":1}"#, "{}"])
        #expect(turn.calls.map(\.error) == [nil, "sold out"])
    }

    @Test("comes of an agent's own messages where no call of a model tells of it")
    func agentAlone() throws {
        let batch = try TelemetryBatch(
            json: Array(
                #"""
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"\#(Ids.trace)",
                "spanId":"\#(Ids.span)","startTimeUnixNano":"1000","endTimeUnixNano":"3001000",
                "attributes":[
                {"key":"openinference.span.kind","value":{"stringValue":"AGENT"}},
                {"key":"session.id","value":{"stringValue":"s"}},
                {"key":"input.value","value":{"stringValue":"Hi"}},
                {"key":"output.value","value":{"stringValue":"Hello"}}]}]}]}]}
                """#.utf8
            ),
            .traces
        )
        let turns = try Decoded.turns(Decoded.parts(batch))
        #expect(try turns.map(Decoded.record) == ["\"s\"\n\"Hi\"\n\"Hello\"\n3.0"])
    }

    @Test("is no turn of a trace in which a tool asked a model itself, but for its tokens")
    func withinTool() throws {
        var parts = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
        let tool = try #require(parts.first { $0.kind == .tool })
        var inner = try #require(
            try Decoded.parts(
                SampleTurn("Sum it up", "Done", start: 1_790_000_000_150_000_000)
                    .telemetry(.today, seed: 8)
            ).first { $0.kind == .chat }
        )
        inner.parentID = tool.spanID
        parts.append(inner)
        let turns = Decoded.turns(parts)
        #expect(turns.map(\.response) == ["HAT001 for 92 €."])
        #expect(turns.first?.tokens == 84 + 42)
    }

    @Test("counts tokens that are parts of others once")
    func tokens() {
        let attributes: TelemetryAttributes = [
            "gen_ai.usage.input_tokens": .integer(10), "gen_ai.usage.output_tokens": .integer(5),
            "gen_ai.usage.cache_read.input_tokens": .integer(9),
            "gen_ai.usage.reasoning.output_tokens": .integer(4),
        ]
        #expect(attributes.tokens == 15)
        #expect(["llm.token_count.total": TelemetryValue.integer(3)].tokens == 3)
    }

    @Test("is told from what is not of GenAI and from what is no conversation")
    func kinds() {
        func kind(_ name: String, _ value: String) -> ConventionKind {
            ConventionKind([name: .string(value)])
        }
        #expect(kind("http.request.method", "GET") == .foreign)
        #expect(kind("gen_ai.operation.name", "embeddings") == .aside)
        #expect(kind("openinference.span.kind", "RETRIEVER") == .aside)
        #expect(kind("gen_ai.operation.name", "chat") == .part(.chat))
        #expect(kind("gen_ai.prompt.0.content", "x") == .part(.chat))
        #expect(kind("traceloop.span.kind", "tool") == .part(.tool))
        #expect(kind("openinference.span.kind", "CHAIN") == .part(.agent))
    }
}

enum Ids {
    static let trace = "a1a1a1a1a1a1a1a10000000000000007"
    static let span = "00000000000000a1"
}
