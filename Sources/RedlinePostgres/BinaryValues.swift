/// Where values are put one after the other in PostgreSQL's binary form: an array or rows.
public protocol BinaryValues {
    /// Appends a null.
    mutating func appendNull()

    /// Appends a value's bytes: UTF-8 for text and json, raw for bytea, sixteen for uuid.
    mutating func append(_ element: UnsafeRawBufferPointer)

    /// Appends a number of the expected type's width.
    mutating func appendNumber<Number: FixedWidthInteger>(_ value: Number)
}

extension BinaryValues {
    /// Appends a value of a type that knows its PostgreSQL form, or a null.
    public mutating func append<Value: PostgresArrayElement>(_ value: Value?) {
        guard let value else { return appendNull() }
        value.append(to: &self)
    }

    /// Appends text, or a null.
    public mutating func append(_ text: String?) {
        guard var text else { return appendNull() }
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes, or a null.
    public mutating func append(bytes element: [UInt8]?) {
        guard let element else { return appendNull() }
        element.withUnsafeBytes { append($0) }
    }

    /// Appends a point in time in microseconds since the Unix epoch where a timestamptz is expected.
    ///
    /// A time out of PostgreSQL's range is refused by the server (SQLSTATE 22008 or 22003).
    public mutating func append(microsecondsSinceEpoch: Int64?) {
        guard let microsecondsSinceEpoch else { return appendNull() }
        appendNumber(PostgresType.sinceTwoThousand(microsecondsSinceEpoch))
    }

    /// Appends bytes, like the other `append` of bytes.
    public mutating func append(_ element: some Collection<UInt8>) {
        let done: Void? = element.withContiguousStorageIfAvailable { storage in
            append(UnsafeRawBufferPointer(storage))
        }
        if done == nil {
            append(bytes: Array(element))
        }
    }
}
