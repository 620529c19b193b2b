import Hummingbird
import Logging
import NIOEmbedded
import Testing

@testable import RedlineServer

/// Whoever has an answer finds its request in the log.
@Suite("The id of a request")
struct RequestIDTests {
    @Test(
        "has 32 digits, in the log as in the answer",
        arguments: [
            ("f8ab4d5e6c7b8a9f0123456789abcdef", "f8ab4d5e6c7b8a9f0123456789abcdef"),
            ("8ab4d5e6c7b8a9f0123456789abcdef", "08ab4d5e6c7b8a9f0123456789abcdef"),
            ("1", "00000000000000000000000000000001"),
        ]
    )
    func digits(given: String, id: String) {
        var logger = Logger(label: "test") { _ in Notebook() }
        logger[metadataKey: "hb.request.id"] = "\(given)"
        let context = RedlineRequestContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger)
        )
        #expect(context.requestID == id)
        #expect(context.logger[metadataKey: "hb.request.id"] == "\(id)")
    }
}

/// Keeps what belongs to each line, and writes none.
private struct Notebook: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey name: String) -> Logger.Metadata.Value? {
        get { metadata[name] }
        set { metadata[name] = newValue }
    }

    func log(event: LogEvent) {}
}
