import Foundation
import RedlineTelemetry
import SpanSamples
import TestSupport
import Testing

/// Nothing settles by itself here: what waits does so until the test has it settle.
@Suite("What waits for the rest of its trace")
struct TelemetryLimitTests {
    private static let waitingBytes = "redline_telemetry_waiting_bytes"
    private static let deferred = #"redline_telemetry_items_total{outcome="deferred"}"#

    /// A call of a model without the span above it, which says so many bytes that no compression makes
    /// less of.
    private func part(of owner: String, seed: UInt64, bytes: Int = 0) -> SampleTelemetry {
        var turn = SampleTurn.withTools(owner: owner)
        turn.calls = []
        var random = SplitMix64(seed: seed)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        turn.user = String((0..<bytes).compactMap { _ in letters.randomElement(using: &random) })
        turn.user += "?"
        return SampleTelemetry(spans: [turn.telemetry(.today, seed: seed).spans[0]])
    }

    private func whole(of owner: String, seed: UInt64) -> SampleTelemetry {
        SampleTurn.withTools(owner: owner).telemetry(.today, seed: seed)
    }

    private func start(limit: Int, settling: Int = 600) async throws -> ServerUnderTest {
        try await ServerUnderTest.start(
            on: .migrated(),
            ["--trace-settling", "\(settling)", "--trace-limit", "\(limit)"]
        )
    }

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await server.database.drop()
    }

    /// Waits until the service has looked at how much waits, and found so many bytes or more.
    private func measured(_ bytes: Int, by server: ServerUnderTest) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await server.counter(Self.waitingBytes) < bytes, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await server.counter(Self.waitingBytes) >= bytes)
    }

    private func send(
        _ spans: SampleTelemetry,
        to server: ServerUnderTest
    ) async throws -> HTTPAnswer {
        try await server.client.send(
            HTTPRequest(
                method: "POST",
                path: "/v1/traces",
                headers: [
                    "Authorization": "Bearer \(server.admin)",
                    "Content-Type": ServerUnderTest.protobuf,
                ],
                body: try spans.traces.serializedBytes()
            )
        )
    }

    /// Sends spans until they are taken, as exporters do.
    private func deliver(_ spans: SampleTelemetry, to server: ServerUnderTest) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        var answer = try await send(spans, to: server)
        while [429, 503].contains(answer.status), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            answer = try await send(spans, to: server)
        }
        #expect(answer.status == 200 && answer.body.isEmpty)
    }

    private func refused(
        _ spans: SampleTelemetry,
        by server: ServerUnderTest,
        _ status: Int,
        _ code: Int32
    ) async throws {
        let answer = try await send(spans, to: server)
        #expect(answer.status == status)
        #expect(answer.header("Retry-After") == "\(TelemetrySettings.retrySeconds)")
        let refusal = try OTLPRefusal(serializedBytes: answer.body)
        #expect(refusal.code == code)
        #expect(refusal.message.contains("send it again in a while"))
        #expect(!refusal.message.contains("@"))
    }

    @Test("is bounded for each owner, and keeps nobody else from recording")
    func owner() async throws {
        let server = try await start(limit: 80_000)
        try await server.take(part(of: "a@example.com", seed: 1, bytes: 20_000), server.admin)
        // Before the service has asked the database, and afterwards.
        let more = part(of: "a@example.com", seed: 2)
        try await refused(more, by: server, 429, 8)
        try await measured(20_000, by: server)
        var mixed = more
        mixed.spans += part(of: "b@example.com", seed: 3).spans
        mixed.spans += whole(of: "c@example.com", seed: 4).spans
        try await refused(mixed, by: server, 429, 8)
        #expect(try await server.counter(Self.deferred) == 2)
        let waiting = "select count(*) from redline.trace_part where owner = 'b@example.com'"
        #expect(try await server.database.count(waiting) == 1)
        _ = try await server.interactions(of: "c@example.com", 1)
        // What is whole needs not wait, whoever's it is.
        try await server.take(whole(of: "a@example.com", seed: 5), server.admin)
        // Once the first has settled there is room again, and nothing was recorded twice.
        try await server.settle("a@example.com")
        try await deliver(mixed, to: server)
        _ = try await server.settledInteractions(of: "a@example.com", 3)
        _ = try await server.settledInteractions(of: "b@example.com", 1)
        _ = try await server.settledInteractions(of: "c@example.com", 1)
        try await stop(server)
    }

    @Test("is bounded for all together")
    func everybody() async throws {
        let server = try await start(limit: 20_000)
        try await server.take(part(of: "a@example.com", seed: 1, bytes: 20_000), server.admin)
        var mixed = part(of: "b@example.com", seed: 2)
        mixed.spans += whole(of: "c@example.com", seed: 3).spans
        try await refused(mixed, by: server, 503, 14)
        try await measured(20_000, by: server)
        try await refused(mixed, by: server, 503, 14)
        #expect(try await server.database.count("select count(*) from redline.trace_part") == 1)
        _ = try await server.interactions(of: "c@example.com", 1)
        try await server.settle("a@example.com")
        try await deliver(mixed, to: server)
        _ = try await server.settledInteractions(of: "b@example.com", 1)
        try await stop(server)
    }

    @Test("is not read again and again where a long trace comes in many requests")
    func manyRequests() async throws {
        let server = try await start(limit: TelemetrySettings.standardWaitingLimit)
        let (requests, size) = (60, 10)
        var turn = SampleTurn.withTools(owner: "a@example.com")
        turn.calls = (0..<(requests * size)).map { .init("search", "{\"n\":\($0)}", "1") }
        let spans = turn.telemetry(.today, seed: 1).spans
        let tools = spans.filter { $0.name.hasPrefix("execute_tool") }
        #expect(tools.count == requests * size)
        for start in stride(from: 0, to: tools.count, by: size) {
            let some = Array(tools[start..<(start + size)])
            try await server.take(SampleTelemetry(spans: some), server.admin)
        }
        // All that waited each time would be the half of 60 times 600.
        let reread = try await server.counter("redline_telemetry_reread_parts_total")
        #expect((1...2_000).contains(reread), "\(reread)")
        // The end of the turn, in which nobody is told what the calls gave.
        let last = try #require(spans.last { $0.name.hasPrefix("chat") })
        try await server.take(SampleTelemetry(spans: [last]), server.admin)
        let found = try await server.settledInteractions(of: "a@example.com", 1)
        #expect(found.first?["tool_calls"].elements.count == requests * size)
        try await stop(server)
    }

    @Test("waits an hour at most, although more of its trace keeps coming")
    func longTraces() async throws {
        let server = try await start(limit: TelemetrySettings.standardWaitingLimit)
        // Two tools were asked for, and one has run: the turn is not over.
        let spans = whole(of: "a@example.com", seed: 1).spans.prefix(2)
        try await server.take(SampleTelemetry(spans: Array(spans)), server.admin)
        let first = spans[0].spanID.map { String(format: "%02x", $0) }.joined()
        try await server.database.run(
            """
            update redline.trace_part
            set recorded_at = now() - interval '3601 seconds', settles_at = now()
            where part_id = '\(first)'
            """
        )
        let found = try await server.interactions(of: "a@example.com", 1)
        #expect(found.first?["tool_calls"].elements.count == 2)
        try await stop(server)
    }

    @Test("waits no longer than what comes later of its trace")
    func postponed() async throws {
        let server = try await start(limit: TelemetrySettings.standardWaitingLimit, settling: 1)
        let spans = whole(of: "a@example.com", seed: 1).spans
        try await server.take(SampleTelemetry(spans: Array(spans.prefix(1))), server.admin)
        let postponed =
            "select count(*) from redline.trace_part where settles_at > now() + interval '1 minute'"
        let deadline = ContinuousClock.now + .seconds(60)
        while try await server.database.count(postponed) == 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await server.database.count(postponed) == 1)
        // With the runs of both tools the turn lacks the answer alone, for which nobody waits long.
        let tools = spans.filter { $0.name.hasPrefix("execute_tool") }
        try await server.take(SampleTelemetry(spans: tools), server.admin)
        let found = try await server.interactions(of: "a@example.com", 1)
        #expect(found.first?["tool_calls"].elements.count == 2)
        try await stop(server)
    }
}
