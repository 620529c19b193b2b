import Redline
import SpanSamples
import SwiftProtobuf

@testable import RedlineTelemetry

/// Requests as redline reads them.
enum Decoded {
    /// The parts of conversations that telemetry holds.
    static func parts(_ telemetry: SampleTelemetry) throws -> [TracePart] {
        try parts(TelemetryBatch(protobuf: telemetry.traces.serializedBytes(), .traces))
            + parts(
                TelemetryBatch(protobuf: telemetry.logRequest(owner: nil).serializedBytes(), .logs)
            )
    }

    static func parts(_ batch: TelemetryBatch) throws -> [TracePart] {
        try batch.entries.compactMap { entry in
            switch entry.item {
            case .broken: nil
            case .log(let log): try TracePart.of(log)
            case .span(let span):
                if case .part(let kind) = ConventionKind(span.attributes) {
                    try TracePart(span, kind)
                } else {
                    nil
                }
            }
        }
    }

    /// A part as it is after it waited.
    static func read(_ part: TracePart) throws -> TracePart? {
        TracePart(try JSONDocument(parsing: part.jsonBytes).root)
    }

    /// The turns that parts of one trace give.
    static func turns(_ parts: [TracePart], trace: String = "t") -> [Turn] {
        TraceAssembly(TraceParts(traceID: trace, parts: parts)).turns
    }

    /// What a turn's record says, but for its ids and times.
    static func record(_ turn: Turn) throws -> String {
        let owner = try Owner("ada@example.com").orFail
        let root = try JSONDocument(parsing: turn.record(of: owner)).root
        var calls: [String] = []
        for call in root["tool_calls"]?.elements ?? [] {
            let words = ["tool_name", "arguments", "result", "status", "error", "duration_ms"]
            calls.append(words.compactMap { call[$0]?.text }.joined(separator: " "))
        }
        let metadata = root["metadata"]
        let said = [root["thread_id"], root["user_message"], root["assistant_response"]]
        let read = ["model", "tokens_used", "latency_ms", "finish_reason"]
        return (said.compactMap { $0?.text } + calls + read.compactMap { metadata?[$0]?.text })
            .joined(separator: "\n")
    }
}

extension Optional {
    struct Missing: Error {}

    var orFail: Wrapped {
        get throws {
            guard let self else { throw Missing() }
            return self
        }
    }
}

extension SampleTurn {
    /// A turn with a tool that works and one that does not, after another turn.
    static var withTools: SampleTurn {
        var turn = SampleTurn(
            "Which flight, and \"how much\"?",
            "HAT001 for 92 €.",
            calls: [
                .init("search", #"{"to":"Köln","n":1}"#, #"{"flights":["HAT001"]}"#),
                .init("book", "{}", "Error: sold out", error: "sold out"),
            ],
            start: 1_790_000_000_000_000_000
        )
        turn.history = [SampleTurn("Hello", "Hello, how can I help?", start: 1)]
        return turn
    }
}
