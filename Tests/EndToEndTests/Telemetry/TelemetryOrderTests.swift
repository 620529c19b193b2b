import RedlineTelemetry
import SpanSamples
import TestSupport
import Testing

/// Nothing settles by itself here, so that nothing depends on how busy the machine is.
@Suite("Spans of conversations", .serving(["--trace-settling", "600"]), .serialized)
struct TelemetryOrderTests {
    /// Two turns of a conversation, in two traces.
    private func traces(_ convention: SampleConvention, _ owner: String) -> [SampleTelemetry] {
        var second = SampleTurn.withTools(owner: owner)
        second.user = "And back?"
        second.answer = "HAT002."
        second.start += 5_000_000_000
        second.history.append(.withTools(owner: owner))
        return [
            SampleTurn.withTools(owner: owner).telemetry(convention, seed: 21),
            second.telemetry(convention, seed: 22),
        ]
    }

    /// An owner's two interactions without what differs between owners.
    private func recorded(_ owner: String) async throws -> [JSON] {
        let server = try ServerUnderTest.current
        try await server.settle(owner)
        return try await server.interactions(of: owner, 2).map {
            $0.dropping(["user_id", "expiration_date"])
        }
    }

    @Test(
        "give the same interactions in any order, in any requests, some of them twice",
        arguments: SampleConvention.allCases
    )
    func anyOrder(convention: SampleConvention) async throws {
        let server = try ServerUnderTest.current
        var random = SplitMix64(seed: UInt64(convention.rawValue.utf8.reduce(0) { $0 + Int($1) }))
        let whole = "whole-\(convention)@example.com"
        for trace in traces(convention, whole) {
            try await server.take(trace, server.admin, owner: whole)
        }
        let expected = try await recorded(whole)
        for round in 1...4 {
            let owner = "split-\(round)-\(convention)@example.com"
            let traces = traces(convention, owner)
            var spans = traces.flatMap(\.spans)
            var logs = traces.flatMap(\.logs)
            spans += spans.shuffled(using: &random).prefix(3)
            logs += logs.shuffled(using: &random).prefix(1)
            spans.shuffle(using: &random)
            logs.shuffle(using: &random)
            while !spans.isEmpty || !logs.isEmpty {
                let some = Int.random(in: 1...5, using: &random)
                let batch = SampleTelemetry(
                    spans: Array(spans.prefix(some)),
                    logs: Array(logs.prefix(some))
                )
                spans.removeFirst(min(some, spans.count))
                logs.removeFirst(min(some, logs.count))
                try await server.take(batch, server.admin, owner: owner)
            }
            let found = try await recorded(owner)
            #expect(found == expected, "\(convention) \(round)")
        }
    }

    @Test("that come again are recorded once", arguments: [SampleConvention.today, .records])
    func duplicates(convention: SampleConvention) async throws {
        let server = try ServerUnderTest.current
        let owner = "twice-\(convention)@example.com"
        for _ in 0..<2 {
            for _ in 0..<2 {
                for trace in traces(convention, owner) {
                    try await server.take(trace, server.admin, owner: owner)
                }
            }
            _ = try await recorded(owner)
        }
        let stored = "select count(*) from redline.interaction where owner = '\(owner)'"
        #expect(try await server.database.count(stored) == 2)
    }

    @Test("that come after their turn was recorded change nothing, and are counted")
    func late() async throws {
        let server = try ServerUnderTest.current
        let owner = "late@example.com"
        for trace in traces(.today, owner) { try await server.take(trace, server.admin) }
        let first = try await recorded(owner)
        let late = "redline_telemetry_turns_total{outcome=\"late\"}"
        let before = try await server.counter(late)
        // The call that ended the turn, without its tools and the calls before it.
        let chat = try #require(
            traces(.today, owner)[0].spans.last { $0.name.hasPrefix("chat") }
        )
        try await server.take(SampleTelemetry(spans: [chat]), server.admin)
        #expect(try await recorded(owner) == first)
        #expect(try await server.counter(late) == before + 1)
    }

    @Test("that ask for a tool wait for what it gave")
    func unfinished() async throws {
        let server = try ServerUnderTest.current
        let owner = "waiting@example.com"
        let trace = SampleTurn.withTools(owner: owner).telemetry(.today, seed: 23)
        let asking = trace.spans.filter { $0.name.hasPrefix("chat") }.prefix(1)
        try await server.take(SampleTelemetry(spans: Array(asking)), server.admin)
        try await server.settle(owner)
        let waiting = "select count(*) from redline.trace_part where owner = '\(owner)'"
        #expect(try await server.database.count(waiting) == 1)
        let rest = trace.spans.filter { !asking.contains($0) }
        try await server.take(SampleTelemetry(spans: rest), server.admin)
        #expect(try await server.interactions(of: owner, 1).count == 1)
        #expect(try await server.database.count(waiting) == 0)
    }
}
