import CLibPQ
import Foundation

/// One value of a result; each reading is nil for NULL.
public struct Field: Sendable {
    let result: ResultHandle
    let row: Int32
    let column: Int32

    /// Whether it is NULL.
    public var isNull: Bool { PQgetisnull(result.pointer, row, column) != 0 }

    /// The value as PostgreSQL writes it.
    public var string: String? {
        withBytes { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// A whole number; `badValue` when it is none or does not fit.
    public var int: Int? {
        get throws(PostgresError) { try parse("an integer") { Int($0) } }
    }

    /// A double; `badValue` when the text is no number.
    public var double: Double? {
        get throws(PostgresError) { try parse("a number") { Double($0) } }
    }

    /// A truth value; `badValue` when the text is not `t` or `f`.
    public var bool: Bool? {
        get throws(PostgresError) { try parse("a truth value") { ["t": true, "f": false][$0] } }
    }

    /// A UUID; `badValue` when the text is none.
    public var uuid: UUID? {
        get throws(PostgresError) { try parse("a UUID") { UUID(uuidString: $0) } }
    }

    /// A timestamp, timestamptz or date in microseconds since the Unix epoch.
    ///
    /// `badValue` when the text is none, an infinity or before year 1.
    public var microsecondsSinceEpoch: Int64? {
        get throws(PostgresError) { try parse("a point in time") { TimestampText.parse($0) } }
    }

    /// The bytes: of a bytea its content, of anything else the text as UTF-8.
    public var bytes: [UInt8]? {
        get throws(PostgresError) {
            guard let text = withBytes({ $0.map { [UInt8]($0) } }) else { return nil }
            guard PQftype(result.pointer, column) == PostgresType.bytea else { return text }
            guard let decoded = Self.decodeHexadecimal(text) else { throw mismatch("bytes") }
            return decoded
        }
    }

    /// Gives the bytes of the text without copying them, nil for NULL; they are gone after the call.
    ///
    /// - Throws: What `body` throws.
    public func withBytes<Value>(
        _ body: (UnsafeRawBufferPointer?) throws -> Value
    ) rethrows -> Value {
        try withExtendedLifetime(result) { try body(result.bytes(row, column)) }
    }

    private func parse<Value>(
        _ wanted: String,
        _ convert: (String) -> Value?
    ) throws(PostgresError) -> Value? {
        guard let text = string else { return nil }
        guard let value = convert(text) else { throw mismatch(wanted) }
        return value
    }

    private func mismatch(_ wanted: String) -> PostgresError {
        let type = PQftype(result.pointer, column)
        let name = result.columnName(column)
        return PostgresError(.badValue, "column \(name) of type \(type) is not \(wanted)")
    }

    private static func decodeHexadecimal(_ text: [UInt8]) -> [UInt8]? {
        guard text.starts(with: [0x5C, 0x78]), text.count.isMultiple(of: 2) else { return nil }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = Character(Unicode.Scalar(text[index])).hexDigitValue else {
                return nil
            }
            guard let low = Character(Unicode.Scalar(text[index + 1])).hexDigitValue else {
                return nil
            }
            decoded.append(UInt8(high << 4 | low))
        }
        return decoded
    }
}
