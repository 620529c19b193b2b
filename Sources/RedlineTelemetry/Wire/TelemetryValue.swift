import Redline

/// A value of an attribute or of a log record's body.
enum TelemetryValue: Sendable, Equatable {
    case string(String)
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    case array([TelemetryValue])
    case object([(name: String, value: TelemetryValue)])
    /// Bytes, or nothing: neither says anything that redline reads.
    case none

    static func == (a: TelemetryValue, b: TelemetryValue) -> Bool {
        a.jsonBytes == b.jsonBytes
    }

    /// The text of a string.
    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number, also one that was sent as a text or with a decimal point.
    var integer: Int? {
        switch self {
        case .integer(let number): Int(number)
        case .double(let number): Int(exactly: number)
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// A number.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// The elements of an array.
    var elements: [TelemetryValue] {
        if case .array(let values) = self { values } else { [] }
    }

    /// The member of an object.
    subscript(name: String) -> TelemetryValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The value as JSON.
    var jsonBytes: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    private func write(to json: inout JSONWriter) {
        switch self {
        case .string(let text): json.string(text)
        case .boolean(let flag): json.boolean(flag)
        case .integer(let number): json.integer(number)
        case .double(let number): json.number(number)
        case .none: json.null()
        case .array(let values):
            json.beginArray()
            for value in values { value.write(to: &json) }
            json.endArray()
        case .object(let members):
            json.beginObject()
            for (name, value) in members {
                json.name(name)
                value.write(to: &json)
            }
            json.endObject()
        }
    }
}
