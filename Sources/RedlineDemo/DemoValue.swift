/// A JSON value whose object members keep their order, so that the same value has the same bytes.
enum DemoValue: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        let name: String
        var value: DemoValue
    }

    case object([Member])
    case array([DemoValue])
    case string(String)
    /// A number as it is written.
    case number(String)
    case bool(Bool)
    case null

    /// An amount of money from its hundredths: 1250 is 12.50.
    static func amount(_ hundredths: Int) -> DemoValue {
        .number(decimal(hundredths, places: 2))
    }

    static func integer(_ value: Int) -> DemoValue {
        .number(String(value))
    }

    /// A number rounded to so many decimal places.
    static func rounded(_ value: Double, places: Int) -> DemoValue {
        var scale = 1.0
        for _ in 0..<places {
            scale *= 10
        }
        return .number(decimal(Int((value * scale).rounded()), places: places))
    }

    static func strings(_ values: [String]) -> DemoValue {
        .array(values.map { .string($0) })
    }

    /// The value that the names lead to; nil where there is none.
    subscript(_ names: String...) -> DemoValue? {
        var value = self
        for name in names {
            guard case .object(let members) = value,
                let member = members.first(where: { $0.name == name })
            else {
                return nil
            }
            value = member.value
        }
        return value
    }

    /// A leaf as a person would read it; an object's, an array's and null's is empty.
    var shown: String {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        case .null, .object, .array: ""
        }
    }

    /// The number of elements of an array or members of an object.
    var count: Int {
        switch self {
        case .object(let members): members.count
        case .array(let elements): elements.count
        case .string, .number, .bool, .null: 0
        }
    }

    /// How many leaves there are below and at this value.
    var leafCount: Int {
        switch self {
        case .object(let members) where !members.isEmpty:
            members.reduce(0) { $0 + $1.value.leafCount }
        case .array(let elements) where !elements.isEmpty:
            elements.reduce(0) { $0 + $1.leafCount }
        default: 1
        }
    }

    mutating func append(_ name: String, _ value: DemoValue) {
        guard case .object(let members) = self else {
            return
        }
        self = .object(members + [Member(name: name, value: value)])
    }
}

extension DemoValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral
{
    init(dictionaryLiteral elements: (String, DemoValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: DemoValue...) {
        self = .array(elements)
    }

    init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension DemoValue {
    /// The value as one line of JSON.
    var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                text += index == 0 ? "" : ","
                Self.quote(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                text += index == 0 ? "" : ","
                element.write(to: &text)
            }
            text += "]"
        case .string(let value): Self.quote(value, to: &text)
        case .number(let value): text += value
        case .bool(let value): text += value ? "true" : "false"
        case .null: text += "null"
        }
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                text += "\\u00" + padded(Int(scalar.value), 2, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// A whole number with zeros in front.
func padded(_ value: Int, _ width: Int, radix: Int = 10) -> String {
    let digits = String(value, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// A decimal number from a whole number of its smallest parts: 1250 with 2 places is 12.50.
func decimal(_ parts: Int, places: Int) -> String {
    guard places > 0 else {
        return String(parts)
    }
    let digits = padded(abs(parts), places + 1)
    return (parts < 0 ? "-" : "") + digits.dropLast(places) + "." + digits.suffix(places)
}
