import Foundation

/// A value for `$1`, `$2` and so on; a nil value is SQL's NULL.
///
/// Scalars go as text whose type the server infers from the statement (write `$1::date` where it
/// cannot), except bytes and times, which go in binary form with their type. Arrays are binary.
public struct Parameter: Sendable {
    enum Encoding: Sendable {
        case null
        case text(String)
        case bytes([UInt8], isBinary: Bool)
    }

    let encoding: Encoding
    /// The type's object id, 0 to let the server infer it.
    let typeOID: UInt32

    init(_ encoding: Encoding?, typeOID: UInt32 = 0) {
        self.encoding = encoding ?? .null
        self.typeOID = typeOID
    }

    /// NULL.
    public static let null = Self(.null)

    /// Text; U+0000 in it is refused before sending (`badValue`).
    public static func text(_ value: String?) -> Self { Self(value.map { .text($0) }) }

    /// Text from UTF-8 bytes, without making a String.
    public static func text(utf8 bytes: [UInt8]?) -> Self {
        Self(bytes.map { .bytes($0, isBinary: false) })
    }

    /// A whole number.
    public static func integer<Number: FixedWidthInteger>(_ value: Number?) -> Self {
        Self(value.map { .text(String($0)) })
    }

    /// A double, exact; infinities and NaN are values of PostgreSQL too.
    public static func double(_ value: Double?) -> Self { Self(value.map { .text("\($0)") }) }

    /// A truth value.
    public static func bool(_ value: Bool?) -> Self { Self(value.map { .text("\($0)") }) }

    /// Bytes for a bytea.
    public static func bytea(_ value: [UInt8]?) -> Self {
        Self(value.map { .bytes($0, isBinary: true) }, typeOID: PostgresType.bytea)
    }

    /// A UUID.
    public static func uuid(_ value: UUID?) -> Self { Self(value.map { .text($0.uuidString) }) }

    /// A UUID from its sixteen bytes; the server refuses another number of bytes.
    public static func uuid(bytes: [UInt8]?) -> Self {
        Self(bytes.map { .text(hexadecimal($0)) })
    }

    /// A timestamptz from microseconds since the Unix epoch.
    public static func timestamp(microsecondsSinceEpoch value: Int64?) -> Self {
        let encoding = value.map { value -> Encoding in
            let microseconds = PostgresType.sinceTwoThousand(value)
            return .bytes(withUnsafeBytes(of: microseconds.bigEndian) { Array($0) }, isBinary: true)
        }
        return Self(encoding, typeOID: PostgresType.timestamptz)
    }

    /// A timestamptz from a date, to the microsecond.
    public static func timestamp(_ value: Date?) -> Self {
        let microseconds = value.map { date -> Int64 in
            // Finer than Double's quarter microsecond of today would be noise.
            let exact = (date.timeIntervalSince1970 * 1_000_000).rounded()
            return Int64(exactly: exact) ?? .min
        }
        return timestamp(microsecondsSinceEpoch: microseconds)
    }

    /// JSON text, for json and jsonb.
    public static func json(_ text: String?) -> Self { Self.text(text) }

    /// JSON text from UTF-8 bytes, for json and jsonb.
    public static func json(utf8 bytes: [UInt8]?) -> Self { Self.text(utf8: bytes) }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Parameter: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// A double.
    public init(floatLiteral value: Double) { self = .double(value) }

    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// NULL.
    public init(nilLiteral: ()) { self = .null }
}
