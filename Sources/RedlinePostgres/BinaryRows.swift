/// Rows in the form of `COPY ... FROM STDIN (FORMAT binary)`, built up in one buffer.
///
/// A row's values are appended in the order of the statement's columns; `endRow` ends it.
public struct BinaryRows: BinaryValues, Sendable {
    /// The values of a row.
    public let columnCount: Int
    /// The number of whole rows.
    public private(set) var count = 0
    private var data: [UInt8] = []

    /// Makes room for `capacity` rows of about `bytesPerRow` bytes.
    public init(columnCount: Int, capacity: Int = 0, bytesPerRow: Int = 1_024) {
        self.columnCount = columnCount
        data.reserveCapacity(64 + capacity * bytesPerRow)
        data += Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
        // No flags, no extension of the header.
        appendBigEndian(Int32(0))
        appendBigEndian(Int32(0))
        beginRow()
    }

    /// Ends a row that has all of its values.
    public mutating func endRow() {
        count += 1
        beginRow()
    }

    /// The whole, as the server takes it.
    public var bytes: [UInt8] {
        // The next row was begun in advance; what ends the data has the same place and width.
        var bytes = data
        bytes.replaceSubrange((bytes.count - 2)..., with: [0xFF, 0xFF])
        return bytes
    }

    /// Appends a null.
    public mutating func appendNull() {
        appendBigEndian(Int32(-1))
    }

    /// Appends a value's bytes: UTF-8 for text and json, raw for bytea, sixteen for uuid.
    public mutating func append(_ element: UnsafeRawBufferPointer) {
        appendBigEndian(Int32(clamping: element.count))
        data.append(contentsOf: element)
    }

    /// Appends a number of the column's width.
    public mutating func appendNumber<Number: FixedWidthInteger>(_ value: Number) {
        appendBigEndian(Int32(MemoryLayout<Number>.size))
        appendBigEndian(value)
    }

    private mutating func beginRow() {
        appendBigEndian(Int16(clamping: columnCount))
    }

    private mutating func appendBigEndian<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { data.append(contentsOf: $0) }
    }
}
