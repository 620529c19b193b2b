/// A one-dimensional PostgreSQL array in binary form, built up in one buffer.
///
/// For `unnest($1::text[], $2::int8[])`: one array a column, one buffer an array. The value is
/// complete after every append. What is appended must be of the element type; PostgreSQL refuses
/// anything else.
public struct BinaryArray: BinaryValues, Sendable {
    /// The element type's object id.
    public let elementOID: UInt32
    /// The number of elements, nulls included.
    public private(set) var count = 0
    /// The array as PostgreSQL receives it.
    private(set) var bytes: [UInt8]

    /// Makes an empty array with room for `capacity` elements of about `bytesPerElement` bytes.
    public init(elementOID: UInt32, capacity: Int = 0, bytesPerElement: Int = 16) {
        self.elementOID = elementOID
        bytes = []
        bytes.reserveCapacity(Self.headerLength + capacity * (4 + bytesPerElement))
        // Dimensions, null flag, element type, elements, lower bound.
        for word in [1, 0, Int32(bitPattern: elementOID), 0, 1] as [Int32] {
            appendBigEndian(word)
        }
    }

    /// Empties the array and keeps its buffer, for the next batch.
    public mutating func removeAll() {
        bytes.removeSubrange(Self.headerLength...)
        count = 0
        setHeader(Self.countOffset, 0)
        setHeader(Self.nullFlagOffset, 0)
    }

    /// Appends a null.
    public mutating func appendNull() {
        appendBigEndian(Int32(-1))
        setHeader(Self.nullFlagOffset, 1)
        grow()
    }

    /// Appends an element's bytes: UTF-8 for text and json, raw for bytea, sixteen for uuid.
    ///
    /// For jsonb the bytes are JSON text; the version byte is added here.
    public mutating func append(_ element: UnsafeRawBufferPointer) {
        let isVersioned = elementOID == PostgresType.jsonb
        appendBigEndian(Int32(clamping: element.count + (isVersioned ? 1 : 0)))
        if isVersioned {
            bytes.append(1)
        }
        bytes.append(contentsOf: element)
        grow()
    }

    /// Appends a big-endian number of the element type's width.
    public mutating func appendNumber<Number: FixedWidthInteger>(_ value: Number) {
        appendBigEndian(Int32(MemoryLayout<Number>.size))
        appendBigEndian(value)
        grow()
    }

    private mutating func grow() {
        count += 1
        setHeader(Self.countOffset, Int32(clamping: count))
    }

    private mutating func appendBigEndian<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func setHeader(_ offset: Int, _ value: Int32) {
        bytes.withUnsafeMutableBytes { buffer in
            buffer.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Int32.self)
        }
    }

    private static let nullFlagOffset = 4
    private static let countOffset = 12
    private static let headerLength = 20
}
