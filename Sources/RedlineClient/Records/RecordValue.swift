import Foundation
import Redline

/// A JSON value of a record, such as a tool's arguments or extracted data.
///
///     let arguments: RecordValue = ["order": 77, "open": true]
///     let data = try RecordValue(encoding: invoice)
public struct RecordValue: Sendable, Hashable {
    /// The value as JSON text.
    public let json: String

    /// Takes a text that is known to be JSON.
    init(trusted json: String) {
        self.json = json
    }

    /// Takes a JSON text.
    ///
    /// - Throws: `JSONParseError` where it is not JSON, or more than a record may be.
    public init(parsing json: String) throws(JSONParseError) {
        _ = try JSONDocument(parsing: json)
        self.json = json
    }

    /// Encodes a value, in RFC 3339 where it holds dates.
    ///
    /// - Throws: What the value's own encoding throws.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        json = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private init(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        write(&writer)
        json = writer.text
    }
}

extension RecordValue: ExpressibleByStringInterpolation {
    /// A string.
    public init(stringLiteral value: String) { self.init { $0.string(value) } }
}

extension RecordValue: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral value: Int) { self.init { $0.integer(value) } }
}

extension RecordValue: ExpressibleByFloatLiteral {
    /// A number; null where JSON has none of that value.
    public init(floatLiteral value: Double) { self.init { $0.number(value) } }
}

extension RecordValue: ExpressibleByBooleanLiteral {
    /// A truth value.
    public init(booleanLiteral value: Bool) { self.init { $0.boolean(value) } }
}

extension RecordValue: ExpressibleByNilLiteral {
    /// Null.
    public init(nilLiteral: ()) { self.init { $0.null() } }
}

extension RecordValue: ExpressibleByArrayLiteral {
    /// An array.
    public init(arrayLiteral elements: RecordValue...) {
        self.init { json in
            json.beginArray()
            for element in elements { json.raw(element.json) }
            json.endArray()
        }
    }
}

extension RecordValue: ExpressibleByDictionaryLiteral {
    /// An object, its members in the order in which they stand.
    public init(dictionaryLiteral elements: (String, RecordValue)...) {
        self.init { json in
            json.beginObject()
            for (name, value) in elements {
                json.name(name)
                json.raw(value.json)
            }
            json.endObject()
        }
    }
}
