import Redline
import RedlineStorage

extension TracePart {
    /// The part as it is kept, with personal data replaced in it where that is asked for; what cannot
    /// be kept is refused here, and what is kept is what is put together: so nothing depends on
    /// whether parts came together.
    ///
    /// - Throws: `Unreadable`.
    func kept(by intake: RecordIntake) throws(Unreadable) -> TracePart {
        if intake.redaction == nil, isPlain { return self }
        let document: JSONDocument
        do throws(JSONParseError) {
            document = try JSONDocument(parsing: jsonBytes)
        } catch {
            throw Unreadable(reason: "it cannot be kept: \(error)")
        }
        let kept: JSONDocument
        do throws(RecordFaults) {
            kept = try intake.redacted(tracePart: document)
        } catch {
            throw Unreadable(reason: "\(error)")
        }
        guard let part = TracePart(kept.root) else {
            throw Unreadable(reason: "it cannot be kept")
        }
        return part
    }

    /// Whether a look at its texts tells that its JSON is within all limits of a record, and holds
    /// nothing that PostgreSQL cannot: most parts are so small and plain, and writing the JSON of all
    /// to read it again took a tenth of a request.
    var isPlain: Bool {
        var look = PlainLook()
        for text in [id, spanID, parentID, threadID, model, responseID, finishReason, error] {
            look.take(text)
        }
        look.take(tool?.name)
        look.take(tool?.callID)
        look.take(json: tool?.arguments)
        look.take(json: tool?.result)
        look.take(json: evaluation)
        for message in input { look.take(message) }
        for message in output { look.take(message) }
        return look.isPlain
    }
}

/// A look at a part's texts.
private struct PlainLook {
    private var bytes = 0
    private(set) var isPlain = true

    /// The most bytes: a text may be six times as long in JSON, and a record has 8 MiB.
    private static let byteLimit = 1 << 20
    /// What a text may take beside itself: its name and its quotes.
    private static let textOverhead = 64
    /// The most opening brackets, and so levels: a record may have 64, of which a part takes a few.
    private static let bracketLimit = 48

    mutating func take(_ message: ChatMessage) {
        take(message.text)
        for call in message.calls {
            take(call.id)
            take(call.name)
            take(json: call.arguments)
        }
        for result in message.results {
            take(result.id)
            take(json: result.value)
        }
    }

    /// A text that is written as a JSON string.
    mutating func take(_ text: String?) {
        guard var text, !text.isEmpty else { return }
        // Without a way out of the loop, which then looks at many bytes at a time.
        let least = text.withUTF8 { $0.reduce(UInt8.max) { min($0, $1) } }
        if least == 0 { isPlain = false }
        count(text)
    }

    /// A text that is JSON already, in which U+0000 would be spelled with `\u`.
    mutating func take(json text: String?) {
        guard var text else { return }
        var brackets = 0
        var escapes = 0
        text.withUTF8 { content in
            var previous: UInt8 = 0
            for byte in content {
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { brackets += 1 }
                if previous == UInt8(ascii: "\\"), byte == UInt8(ascii: "u") { escapes += 1 }
                previous = byte
            }
        }
        if escapes > 0 || brackets > Self.bracketLimit { isPlain = false }
        count(text)
    }

    private mutating func count(_ text: String) {
        bytes += text.utf8.count + Self.textOverhead
        if bytes > Self.byteLimit { isPlain = false }
    }
}
