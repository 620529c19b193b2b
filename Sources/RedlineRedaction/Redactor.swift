import Redline

/// Replaces personal data in the texts and values that belong together, such as one record's.
///
/// The same value has the same placeholder in everything that one redactor reads, so that two sides
/// of a pair still agree where they did.
public struct Redactor: Sendable {
    private let finder: PersonalDataFinder
    private var placeholders: Placeholders
    /// How many pieces of personal data have been replaced, by kind.
    public private(set) var replaced: [PersonalData: Int] = [:]

    /// Creates a redactor of these kinds.
    public init(
        _ kinds: Set<PersonalData> = Set(PersonalData.allCases),
        style: PlaceholderStyle = .numbered
    ) {
        finder = PersonalDataFinder(kinds)
        placeholders = Placeholders(style)
    }

    /// The text with placeholders in the place of personal data.
    public mutating func redact(_ text: String) -> String {
        var copy = text
        return copy.withUTF8 { redacted($0) } ?? text
    }

    /// The text of this UTF-8 with placeholders in the place of personal data; nil where it has none.
    public mutating func redacted(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        let findings = finder.findings(in: text)
        guard !findings.isEmpty else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + findings.count * 16)
        var place = 0
        for finding in findings {
            result += text[place..<finding.range.lowerBound]
            result += placeholders.placeholder(for: finding).utf8
            replaced[finding.kind, default: 0] += 1
            place = finding.range.upperBound
        }
        result += text[place...]
        return String(decoding: result, as: UTF8.self)
    }

    /// The value (JSON) with placeholders in all of its strings and member names.
    ///
    /// Numbers stay as they were spelled, members in their order; white space goes.
    public mutating func redact(_ value: JSONView) -> [UInt8] {
        var writer = JSONWriter()
        write(value, to: &writer)
        return writer.bytes
    }

    private mutating func write(_ value: JSONView, to writer: inout JSONWriter) {
        switch value.kind {
        case .string: writer.string(redact(value.string ?? ""))
        case .null, .boolean, .number: writer.raw(value.text)
        case .array:
            writer.beginArray()
            for element in value.elements { write(element, to: &writer) }
            writer.endArray()
        case .object:
            writer.beginObject()
            for (name, member) in value.members {
                writer.name(redact(name))
                write(member, to: &writer)
            }
            writer.endObject()
        }
    }
}
