import Foundation

/// A Swift type that can be an element of a binary array parameter.
public protocol PostgresArrayElement: Sendable {
    /// The element type's object id.
    static var elementOID: UInt32 { get }
    /// Appends this value to an array of the type.
    func append(to array: inout BinaryArray)
}

extension String: PostgresArrayElement {
    /// `text`.
    public static var elementOID: UInt32 { PostgresType.text }

    /// Appends the text as UTF-8.
    public func append(to array: inout BinaryArray) {
        var text = self
        text.withUTF8 { array.append(UnsafeRawBufferPointer($0)) }
    }
}

extension Int: PostgresArrayElement {
    /// `int8`.
    public static var elementOID: UInt32 { PostgresType.int8 }

    /// Appends eight bytes.
    public func append(to array: inout BinaryArray) { array.appendNumber(Int64(self)) }
}

extension Int64: PostgresArrayElement {
    /// `int8`.
    public static var elementOID: UInt32 { PostgresType.int8 }

    /// Appends eight bytes.
    public func append(to array: inout BinaryArray) { array.appendNumber(self) }
}

extension Int32: PostgresArrayElement {
    /// `int4`.
    public static var elementOID: UInt32 { PostgresType.int4 }

    /// Appends four bytes.
    public func append(to array: inout BinaryArray) { array.appendNumber(self) }
}

extension Int16: PostgresArrayElement {
    /// `int2`.
    public static var elementOID: UInt32 { PostgresType.int2 }

    /// Appends two bytes.
    public func append(to array: inout BinaryArray) { array.appendNumber(self) }
}

extension Double: PostgresArrayElement {
    /// `float8`.
    public static var elementOID: UInt32 { PostgresType.float8 }

    /// Appends the IEEE 754 form.
    public func append(to array: inout BinaryArray) { array.appendNumber(bitPattern) }
}

extension Bool: PostgresArrayElement {
    /// `bool`.
    public static var elementOID: UInt32 { PostgresType.bool }

    /// Appends one byte.
    public func append(to array: inout BinaryArray) { array.appendNumber(UInt8(self ? 1 : 0)) }
}

extension UUID: PostgresArrayElement {
    /// `uuid`.
    public static var elementOID: UInt32 { PostgresType.uuid }

    /// Appends sixteen bytes.
    public func append(to array: inout BinaryArray) {
        withUnsafeBytes(of: uuid) { array.append($0) }
    }
}
