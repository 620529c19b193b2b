import SpanSamples
import TestSupport
import Testing

@testable import RedlineTelemetry

@Suite("A trace in parts")
struct AssemblyOrderTests {
    @Test("gives the same turns in any order", arguments: SampleConvention.allCases)
    func anyOrder(convention: SampleConvention) throws {
        var random = SplitMix64(seed: 11)
        var second = SampleTurn.withTools
        second.history.append(SampleTurn.withTools)
        second.user = "And back?"
        second.start += 2_000_000_000
        let parts =
            try Decoded.parts(SampleTurn.withTools.telemetry(convention, seed: 7))
            + Decoded.parts(second.telemetry(convention, seed: 8))
        let expected = try Decoded.turns(parts).map(Decoded.record)
        #expect(expected.count == 2)
        for _ in 0..<50 {
            let turns = Decoded.turns(parts.shuffled(using: &random))
            #expect(try turns.map(Decoded.record) == expected)
        }
    }

    @Test("is whole only when nothing is missing", arguments: [SampleConvention.today, .details])
    func whole(convention: SampleConvention) throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(convention, seed: 7))
        #expect(TraceAssembly(TraceParts(traceID: "t", parts: parts)).isWhole)
        for missing in parts.indices {
            var some = parts
            some.remove(at: missing)
            #expect(
                !TraceAssembly(TraceParts(traceID: "t", parts: some)).isWhole,
                "\(parts[missing].kind) \(parts[missing].spanID)"
            )
        }
    }

    @Test("is not known to be whole where messages come one by one")
    func records() throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(.records, seed: 7))
        #expect(!TraceAssembly(TraceParts(traceID: "t", parts: parts)).isWhole)
    }

    @Test("below a span of another kind is whole where that is the first of its trace")
    func foreignRoot() throws {
        var parts = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
        let agent = try #require(parts.firstIndex { $0.kind == .agent })
        parts[agent].parentID = "00000000000000ff"
        func isWhole(_ roots: Set<String>) -> Bool {
            TraceAssembly(TraceParts(traceID: "t", parts: parts, knownRoots: roots)).isWhole
        }
        #expect(!isWhole([]))
        #expect(isWhole(["00000000000000ff"]))
    }

    @Test("has one id for a turn, whatever is known of it")
    func ids() throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
        let ids = Set(
            parts.filter { $0.kind == .chat }.flatMap { Decoded.turns([$0]) }.map(\.interactionID)
                + Decoded.turns(parts).map(\.interactionID)
        )
        #expect(ids.count == 1)
    }

    @Test("has two turns where the same words were said twice")
    func repetition() throws {
        var again = SampleTurn.withTools
        again.history.append(SampleTurn.withTools)
        again.start += 2_000_000_000
        let parts =
            try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
            + Decoded.parts(again.telemetry(.today, seed: 8))
        let turns = Decoded.turns(parts)
        #expect(turns.count == 2)
        #expect(Set(turns.map(\.interactionID)).count == 2)
    }

    @Test("that ends with a call of a tool waits for what it gave")
    func unfinished() throws {
        let parts = try Decoded.parts(SampleTurn.withTools.telemetry(.today, seed: 7))
        let first = try #require(parts.first { $0.kind == .chat && !$0.output[0].calls.isEmpty })
        #expect(Decoded.turns([first]).map(\.isUnfinished) == [true])
        let runs = parts.filter { $0.kind == .tool }
        #expect(Decoded.turns([first] + runs).map(\.isUnfinished) == [false])
    }
}
