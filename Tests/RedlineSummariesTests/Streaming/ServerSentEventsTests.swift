import Redline
import Testing

@testable import RedlineSummaries

/// Events come out the same however their bytes are cut.
@Suite struct ServerSentEventsTests {
    private func texts(_ events: [ServerSentEvents.Event]) -> [String] {
        events.map { "\($0.name)|\(String(decoding: $0.data, as: UTF8.self))" }
    }

    private static let stream =
        "\u{FEFF}data: {\"a\":\"Grüße 😀\"}\n\n: a comment\r\n\r\nevent: error\rdata:x\rdata: y\r\r"
        + "event: more\r\ndata: x\r\ndata: y\r\n\r\nid: 7\nretry: 5\nunknown\n\ndata\n\ndata:  two spaces\n\n\n\ndata: [DONE]"

    private static let events = [
        "|{\"a\":\"Grüße 😀\"}", "error|x\ny", "more|x\ny", "|", "| two spaces", "|[DONE]",
    ]

    @Test func aStreamInOnePiece() {
        var reader = ServerSentEvents()
        var events = reader.feed(Array(Self.stream.utf8))
        if let last = reader.finish() { events.append(last) }
        #expect(texts(events) == Self.events)
    }

    @Test func aStreamCutAnywhere() {
        let bytes = Array(Self.stream.utf8)
        for size in 1...7 {
            for offset in 0..<size {
                var reader = ServerSentEvents()
                var events = reader.feed(bytes[..<offset])
                var place = offset
                while place < bytes.count {
                    let end = min(place + size, bytes.count)
                    events += reader.feed(bytes[place..<end])
                    place = end
                }
                if let last = reader.finish() { events.append(last) }
                #expect(texts(events) == Self.events, "pieces of \(size), from \(offset)")
            }
        }
    }

    @Test func nothingComesOfNothing() {
        var reader = ServerSentEvents()
        #expect(reader.feed(Array("\n\r\n: x\n\nevent: y\n\n".utf8)) == [])
        #expect(reader.finish() == nil)
    }
}
