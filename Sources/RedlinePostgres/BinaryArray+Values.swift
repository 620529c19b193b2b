extension BinaryArray {
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

    /// Appends a point in time in microseconds since the Unix epoch to a timestamptz array.
    ///
    /// A time out of PostgreSQL's range is refused by the server (SQLSTATE 22008 or 22003).
    public mutating func append(microsecondsSinceEpoch: Int64?) {
        guard let microsecondsSinceEpoch else { return appendNull() }
        appendNumber(PostgresType.sinceTwoThousand(microsecondsSinceEpoch))
    }
}
