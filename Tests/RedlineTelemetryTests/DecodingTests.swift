import SpanSamples
import SwiftProtobuf
import Testing

@testable import RedlineTelemetry

@Suite("A request in OTLP")
struct DecodingTests {
    @Test("says the same in JSON as in protobuf")
    func encodings() throws {
        var span = OTLPSpan()
        span.traceID = .init([0xA1] + [UInt8](repeating: 0, count: 15))
        span.spanID = .init([0, 0, 0, 0, 0, 0, 0, 0xB2])
        span.parentSpanID = .init([1, 2, 3, 4, 5, 6, 7, 8])
        span.name = "chat"
        span.startTimeUnixNano = 1_790_000_000_123_456_789
        span.endTimeUnixNano = 1_790_000_001_123_456_789
        span.flags = 0x300
        span.status.code = 2
        span.status.message = "no"
        var list = OTLPAnyValue()
        list.arrayValue.values = [.object([.of("a", -3)])]
        span.attributes = [.of("text", "é"), .of("number", .max), .of("list", list)]
        var event = OTLPEvent()
        event.name = "e"
        event.timeUnixNano = 5
        event.attributes = [.of("k", "v")]
        span.events = [event]
        let json = #"""
            {"resourceSpans":[{"unknown":{"x":1},"scopeSpans":[{"scope":{"name":"s"},"spans":[{
            "traceId":"A1000000000000000000000000000000","spanId":"00000000000000b2",
            "parentSpanId":"0102030405060708","name":"chat","flags":768,"kind":3,
            "startTimeUnixNano":"1790000000123456789","endTimeUnixNano":"1790000001123456789",
            "status":{"code":2,"message":"no"},"droppedAttributesCount":1,
            "attributes":[{"key":"text","value":{"stringValue":"é"}},
            {"key":"number","value":{"intValue":"9223372036854775807"}},
            {"key":"list","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[
            {"key":"a","value":{"intValue":-3}}]}}]}}}],
            "events":[{"timeUnixNano":"5","name":"e","attributes":[
            {"key":"k","value":{"stringValue":"v"}}]}]}]}]}]}
            """#
        let binary = try TelemetryBatch(
            protobuf: SampleTelemetry(spans: [span]).traces.serializedBytes(),
            .traces
        )
        let text = try TelemetryBatch(json: Array(json.utf8), .traces)
        #expect(binary.entries.count == 1)
        #expect("\(binary.entries.sorted)" == "\(text.entries.sorted)")
    }

    @Test("that is cut or no OTLP is refused as a whole")
    func malformed() throws {
        let bytes: [UInt8] = try SampleTurn.withTools.telemetry(.today, seed: 1).traces
            .serializedBytes()
        for signal in [TelemetrySignal.traces, .logs] {
            #expect(throws: TelemetryError.self) {
                try TelemetryBatch(protobuf: Array(bytes.dropLast(3)), signal)
            }
            for text in ["", "[]", "{", #"{"resourceSpans":3,"resourceLogs":3}"#] {
                #expect(throws: TelemetryError.self, "\(text)") {
                    try TelemetryBatch(json: Array(text.utf8), signal)
                }
            }
        }
    }

    @Test("is answered in its own encoding, and only what was rejected is told of")
    func answers() throws {
        let none = TelemetryAnswer.taken(.traces, rejected: 0, message: "", in: .protobuf)
        #expect(none.isEmpty)
        let some = TelemetryAnswer.taken(.logs, rejected: 2, message: "why", in: .protobuf)
        let read = try OTLPResponse(serializedBytes: some)
        #expect(read.partialSuccess.rejected == 2)
        #expect(read.partialSuccess.errorMessage == "why")
        func json(_ signal: TelemetrySignal, _ count: Int) -> String {
            let bytes = TelemetryAnswer.taken(signal, rejected: count, message: "why", in: .json)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(json(.traces, 0) == "{}")
        #expect(
            json(.traces, 1) == #"{"partialSuccess":{"rejectedSpans":"1","errorMessage":"why"}}"#
        )
        #expect(
            json(.logs, 1) == #"{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"why"}}"#
        )
        #expect(TelemetryEncoding(contentType: "application/json; charset=utf-8") == .json)
        #expect(TelemetryEncoding(contentType: "text/plain") == nil)
    }
}

extension [TelemetryBatch.Entry] {
    /// The spans with their attributes in order.
    fileprivate var sorted: [String] {
        compactMap { entry in
            guard case .span(var span) = entry.item else { return nil }
            let attributes = span.attributes.sorted { $0.key < $1.key }.map { "\($0)" }
            span.attributes = [:]
            return "\(span) \(attributes)"
        }
    }
}
