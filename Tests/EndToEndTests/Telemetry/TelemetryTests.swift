import Foundation
import RedlineTelemetry
import SpanSamples
import SwiftProtobuf
import Testing

@Suite("Conversations by OpenTelemetry", .serving(["--trace-settling", "600"]))
struct TelemetryTests {
    @Test("are recorded from each convention", arguments: SampleConvention.allCases)
    func conventions(convention: SampleConvention) async throws {
        let server = try ServerUnderTest.current
        let owner = "\(convention)@example.com"
        let turn = SampleTurn.withTools(owner: owner)
        let seed = UInt64(1_000 + convention.rawValue.count * 7)
        try await server.take(turn.telemetry(convention, seed: seed), server.admin, owner: owner)
        let found = try #require(try await server.settledInteractions(of: owner, 1).first)
        #expect(found["user_message"] == .string(turn.user))
        #expect(found["assistant_response"] == .string(turn.answer))
        #expect(found["thread_id"] == "thread-1")
        #expect(
            found["tool_calls"] == [
                [
                    "tool_name": "search", "arguments": ["to": "Köln", "n": 1],
                    "result": ["flights": ["HAT001"]], "status": "success", "duration_ms": 100,
                ],
                [
                    "tool_name": "book", "arguments": [:], "result": "Error: sold out",
                    "status": "error", "error": "sold out", "duration_ms": 100,
                ],
            ]
        )
        #expect(found["metadata"]["tokens_used"] == 84)
        #expect(found["metadata"]["model"] == "sample-1")
        #expect(found["metadata"]["source"] == "opentelemetry")
    }

    @Test("come in JSON, packed, and are answered in JSON")
    func json() async throws {
        let server = try ServerUnderTest.current
        let start = SampleTurn.now
        let body = #"""
            {"resourceSpans":[{"resource":{"attributes":[
            {"key":"service.name","value":{"stringValue":"shop"}},
            {"key":"user.id","value":{"stringValue":"json@example.com"}}]},
            "scopeSpans":[{"scope":{"name":"by hand"},"spans":[{
            "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
            "name":"chat","kind":3,"startTimeUnixNano":"\#(start)",
            "endTimeUnixNano":"\#(start + 1_500_000_000)","attributes":[
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
            {"key":"gen_ai.request.model","value":{"stringValue":"m"}},
            {"key":"gen_ai.usage.input_tokens","value":{"intValue":"3"}},
            {"key":"gen_ai.usage.output_tokens","value":{"intValue":4}},
            {"key":"gen_ai.input.messages","value":{"stringValue":
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]"}},
            {"key":"gen_ai.output.messages","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[
            {"key":"role","value":{"stringValue":"assistant"}},
            {"key":"parts","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[
            {"key":"type","value":{"stringValue":"text"}},
            {"key":"content","value":{"stringValue":"Hello"}}]}}]}}}]}}]}}}]}]}]}]}
            """#
        let answer = try await server.send(
            "POST",
            "/v1/traces",
            server.admin,
            headers: ["Content-Type": "application/json", "Content-Encoding": "gzip"],
            Gzip.pack(Array(body.utf8))
        )
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.text == "{}")
        let found = try #require(
            try await server.settledInteractions(of: "json@example.com", 1).first
        )
        #expect(found["assistant_response"] == "Hello")
        #expect(found["thread_id"] == "5b8efff798038103d269b633813fc60c")
        #expect(found["metadata"]["tokens_used"] == 7)
        #expect(found["metadata"]["latency_ms"] == 1_500)
    }

    @Test("lose no good span to bad ones, and say which those are and why")
    func partialSuccess() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("recorder")
        var good = SampleTurn.withTools(owner: "good@example.com")
        good.calls = []
        let trace = good.telemetry(.today, seed: 41)
        var bad = trace.spans
        func spoil(_ change: (inout OTLPSpan) -> Void) {
            var span = trace.spans[0]
            span.spanID = Data([9, 9, 9, 9, 9, 9, 9, UInt8(bad.count)])
            change(&span)
            bad.append(span)
        }
        spoil { $0.traceID = Data([1, 2, 3]) }
        spoil { $0.spanID = Data(count: 8) }
        spoil { $0.startTimeUnixNano = 0 }
        spoil { $0.attributes.append(.of("gen_ai.input.messages", "[{")) }
        spoil { $0.attributes.append(.of("user.id", "a b")) }
        spoil {
            $0.traceID = Data([UInt8](repeating: 7, count: 16))
            $0.attributes.removeAll { $0.key == "user.id" }
        }
        let answer = try await server.telemetry(
            "/v1/traces",
            key,
            SampleTelemetry(spans: bad).traces
        )
        #expect(answer.status == 200)
        let partial = try OTLPResponse(serializedBytes: answer.body).partialSuccess
        #expect(partial.rejected == 6)
        let reasons = partial.errorMessage.split(separator: "; ").map(String.init)
        let place = trace.spans.count
        #expect(reasons.count == 6)
        for (offset, words) in [
            "trace id", "span id", "time is missing", "gen_ai.input.messages is no JSON",
            "user.id must be", "nothing says whose it is",
        ].enumerated() {
            #expect(reasons[offset].hasPrefix("span \(place + offset): "), "\(reasons[offset])")
            #expect(reasons[offset].contains(words), "\(reasons[offset])")
        }
        _ = try await server.settledInteractions(of: "good@example.com", 1)
    }

    @Test("have the same span refused, whether their trace comes at once or in parts")
    func unfit() async throws {
        let server = try ServerUnderTest.current
        for (seed, parts) in [(UInt64(91), 1), (92, 2)] {
            let owner = "unfit-\(parts)@example.com"
            var trace = SampleTurn.withTools(owner: owner).telemetry(.today, seed: seed)
            // It is read, and is no part of the turn.
            trace.spans[0].attributes.append(.of("gen_ai.response.id", "a\u{0}b"))
            let size = (trace.spans.count + parts - 1) / parts
            var rejected = 0
            for start in stride(from: 0, to: trace.spans.count, by: size) {
                let some = Array(trace.spans[start..<min(start + size, trace.spans.count)])
                let answer = try await server.telemetry(
                    "/v1/traces",
                    server.admin,
                    SampleTelemetry(spans: some).traces
                )
                let partial = try OTLPResponse(serializedBytes: answer.body).partialSuccess
                rejected += Int(partial.rejected)
            }
            #expect(rejected == 1)
        }
    }

    @Test("are refused as a whole with a status in the encoding of the request")
    func refusals() async throws {
        let server = try ServerUnderTest.current
        for path in ["/v1/traces", "/v1/logs"] {
            let broken = try await server.send(
                "POST",
                path,
                server.admin,
                headers: ["Content-Type": ServerUnderTest.protobuf],
                [0xFF, 0xFF, 0xFF]
            )
            #expect(broken.status == 400)
            #expect(broken.header("Content-Type") == ServerUnderTest.protobuf)
            let refusal = try OTLPRefusal(serializedBytes: broken.body)
            #expect(refusal.code == 3 && refusal.message.contains("cannot be read"))
            let text = try await server.send(
                "POST",
                path,
                server.admin,
                headers: ["Content-Type": "application/json"],
                Array("[".utf8)
            )
            #expect(text.status == 400)
            #expect(try text.json["code"] == 3)
            let other = try await server.send(
                "POST",
                path,
                server.admin,
                headers: ["Content-Type": "text/plain"],
                Array("x".utf8)
            )
            #expect(other.status == 415)
            let stranger = try await server.telemetry(path, "rl_unknown", OTLPTraceRequest())
            #expect(stranger.status == 401)
            #expect(try OTLPRefusal(serializedBytes: stranger.body).code == 16)
        }
        var many = OTLPSpan()
        many.name = "x"
        let request = SampleTelemetry(spans: [OTLPSpan](repeating: many, count: 10_001)).traces
        let answer = try await server.telemetry("/v1/traces", server.admin, request)
        #expect(answer.status == 413)
        let large = [UInt8](repeating: 0, count: 16 * 1024 * 1024 + 1)
        let packed = try await server.send(
            "POST",
            "/v1/traces",
            server.admin,
            headers: ["Content-Type": ServerUnderTest.protobuf, "Content-Encoding": "gzip"],
            Gzip.pack(large)
        )
        #expect(packed.status == 413)
    }

    @Test("belong to the key's owner, or to whom the header or the spans name")
    func owners() async throws {
        let server = try ServerUnderTest.current
        let named = SampleTurn.withTools(owner: "attribute@example.com")
        let key = try await server.key("owner", owner: "key@example.com")
        try await server.take(named.telemetry(.today, seed: 51), key)
        _ = try await server.settledInteractions(of: "key@example.com", 1)
        let recorder = try await server.key("recorder")
        let answer = try await server.telemetry(
            "/v1/traces",
            recorder,
            named.telemetry(.today, seed: 52).traces,
            headers: ["X-User-Id": "header@example.com"]
        )
        #expect(answer.body.isEmpty)
        _ = try await server.settledInteractions(of: "header@example.com", 1)
        // Where only the first span names the owner, it speaks for its trace.
        var trace = named.telemetry(.today, seed: 53)
        for place in trace.spans.indices where !trace.spans[place].parentSpanID.isEmpty {
            trace.spans[place].attributes.removeAll { $0.key == "user.id" }
        }
        try await server.take(trace, recorder)
        _ = try await server.settledInteractions(of: "attribute@example.com", 1)
    }

    @Test("are told from what is not of GenAI, which is counted and left")
    func foreign() async throws {
        let server = try ServerUnderTest.current
        let foreign = "redline_telemetry_items_total{outcome=\"foreign\"}"
        let before = try await server.counter(foreign)
        var span = OTLPSpan()
        span.name = "GET /"
        span.attributes = [.of("http.request.method", "GET")]
        var log = OTLPLogRecord()
        log.eventName = "exception"
        try await server.take(SampleTelemetry(spans: [span, span], logs: [log]), server.admin)
        #expect(try await server.counter(foreign) == before + 3)
    }

    @Test("carry the evaluations that come with them")
    func evaluations() async throws {
        let server = try ServerUnderTest.current
        let owner = "evaluated@example.com"
        var trace = SampleTurn.withTools(owner: owner).telemetry(.details, seed: 71)
        var log = OTLPLogRecord()
        log.traceID = trace.spans[0].traceID
        log.spanID = trace.spans[0].spanID
        log.timeUnixNano = SampleTurn.now
        log.eventName = "gen_ai.evaluation.result"
        var score = OTLPAnyValue()
        score.doubleValue = 0.5
        log.attributes = [
            .of("gen_ai.evaluation.name", "relevance"),
            .of("gen_ai.evaluation.score.value", score),
            .of("gen_ai.evaluation.score.label", "so-so"),
        ]
        trace.logs.insert(log, at: 0)
        try await server.take(trace, server.admin, owner: owner)
        let found = try #require(try await server.settledInteractions(of: owner, 1).first)
        #expect(
            found["metadata"]["evaluations"]
                == [["name": "relevance", "label": "so-so", "score": 0.5]]
        )
    }
}
