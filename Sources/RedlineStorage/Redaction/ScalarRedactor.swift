import Redline
import RedlineRedaction

/// Replaces personal data in the scalars of one record.
struct ScalarRedactor {
    private var texts: Redactor
    /// For numbers, which can be those of cards alone.
    private var numbers: Redactor?

    /// JSON within strings is looked through so many levels deep; below, it is text.
    private static let nestingLimit = 8

    init(texts: Redactor, numbers: Redactor?) {
        self.texts = texts
        self.numbers = numbers
    }

    /// The JSON that takes a scalar's place; nil where it stays.
    mutating func redacted(
        _ value: JSONView,
        replacesNumbers: Bool,
        level: Int = 0
    ) -> [UInt8]? {
        switch value.kind {
        case .string:
            if level < Self.nestingLimit, let nested = Self.nested(value) {
                return redacted(nested, level: level)
            }
            return value.withStringBytes { texts.redacted($0.bindMemory(to: UInt8.self)) }
                .map { Self.quoted($0) }
        case .number where replacesNumbers: return redactedNumber(value)
        default: return nil
        }
    }

    /// A string that is JSON itself, such as a tool call's arguments, has its texts behind escapes.
    private static func nested(_ value: JSONView) -> JSONDocument? {
        value.withStringBytes { bytes in
            guard let first = bytes.first(where: { $0 > 0x20 }),
                first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            else { return nil }
            return try? JSONDocument(parsing: bytes)
        }
    }

    private mutating func redacted(_ document: JSONDocument, level: Int) -> [UInt8]? {
        var replacement = JSONReplacement(in: document)
        // Its members' names are text of the string as well.
        document.root.forEachScalar(includingNames: true) { value in
            let json = redacted(value, replacesNumbers: true, level: level + 1)
            guard let json else { return }
            replacement.replace(value, with: json)
        }
        return replacement.text.map { Self.quoted(String(decoding: $0, as: UTF8.self)) }
    }

    private mutating func redactedNumber(_ value: JSONView) -> [UInt8]? {
        value.withTextBytes { bytes in
            guard (13...19).contains(bytes.count),
                bytes.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            return numbers?.redacted(bytes.bindMemory(to: UInt8.self)).map { Self.quoted($0) }
        }
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.string(text)
        return writer.bytes
    }
}
