import Foundation

/// A Swift type that can be an element of a binary array parameter, or a value of a binary row.
public protocol PostgresArrayElement: Sendable {
    /// The element type's object id.
    static var elementOID: UInt32 { get }
    /// Appends this value where the type is expected.
    func append(to values: inout some BinaryValues)
}

extension String: PostgresArrayElement {
    /// `text`.
    public static var elementOID: UInt32 { PostgresType.text }

    /// Appends the text as UTF-8.
    public func append(to values: inout some BinaryValues) {
        var text = self
        text.withUTF8 { values.append(UnsafeRawBufferPointer($0)) }
    }
}

extension Int: PostgresArrayElement {
    /// `int8`.
    public static var elementOID: UInt32 { PostgresType.int8 }

    /// Appends eight bytes.
    public func append(to values: inout some BinaryValues) { values.appendNumber(Int64(self)) }
}

extension Int64: PostgresArrayElement {
    /// `int8`.
    public static var elementOID: UInt32 { PostgresType.int8 }

    /// Appends eight bytes.
    public func append(to values: inout some BinaryValues) { values.appendNumber(self) }
}

extension Int32: PostgresArrayElement {
    /// `int4`.
    public static var elementOID: UInt32 { PostgresType.int4 }

    /// Appends four bytes.
    public func append(to values: inout some BinaryValues) { values.appendNumber(self) }
}

extension Int16: PostgresArrayElement {
    /// `int2`.
    public static var elementOID: UInt32 { PostgresType.int2 }

    /// Appends two bytes.
    public func append(to values: inout some BinaryValues) { values.appendNumber(self) }
}

extension Double: PostgresArrayElement {
    /// `float8`.
    public static var elementOID: UInt32 { PostgresType.float8 }

    /// Appends the IEEE 754 form.
    public func append(to values: inout some BinaryValues) { values.appendNumber(bitPattern) }
}

extension Bool: PostgresArrayElement {
    /// `bool`.
    public static var elementOID: UInt32 { PostgresType.bool }

    /// Appends one byte.
    public func append(to values: inout some BinaryValues) {
        values.appendNumber(UInt8(self ? 1 : 0))
    }
}

extension UUID: PostgresArrayElement {
    /// `uuid`.
    public static var elementOID: UInt32 { PostgresType.uuid }

    /// Appends sixteen bytes.
    public func append(to values: inout some BinaryValues) {
        withUnsafeBytes(of: uuid) { values.append($0) }
    }
}
