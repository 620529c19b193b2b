extension Parameter {
    /// An array that was built element by element.
    public static func array(_ array: BinaryArray) -> Self {
        // An unknown array type is left to the server, which checks the element type in the bytes.
        let type = PostgresType.array(of: array.elementOID) ?? 0
        return Self(.bytes(array.bytes, isBinary: true), typeOID: type)
    }

    /// An array of values.
    public static func array<Element: PostgresArrayElement>(_ values: [Element]) -> Self {
        build(Element.elementOID, values) { $1.append(to: &$0) }
    }

    /// An array of values and nulls.
    public static func array<Element: PostgresArrayElement>(_ values: [Element?]) -> Self {
        build(Element.elementOID, values) { $0.append($1) }
    }

    /// A text array from UTF-8 bytes, without making Strings.
    public static func textArray(utf8 values: [[UInt8]?]) -> Self {
        build(PostgresType.text, values) { $0.append(bytes: $1) }
    }

    /// A bytea array.
    public static func byteaArray(_ values: [[UInt8]?]) -> Self {
        build(PostgresType.bytea, values) { $0.append(bytes: $1) }
    }

    /// A uuid array from sixteen bytes each.
    public static func uuidArray(bytes values: [[UInt8]?]) -> Self {
        build(PostgresType.uuid, values) { $0.append(bytes: $1) }
    }

    /// A json array from JSON texts in UTF-8.
    public static func jsonArray(utf8 values: [[UInt8]?]) -> Self {
        build(PostgresType.json, values) { $0.append(bytes: $1) }
    }

    /// A jsonb array from JSON texts in UTF-8.
    public static func jsonbArray(utf8 values: [[UInt8]?]) -> Self {
        build(PostgresType.jsonb, values) { $0.append(bytes: $1) }
    }

    /// A timestamptz array from microseconds since the Unix epoch.
    public static func timestampArray(microsecondsSinceEpoch values: [Int64?]) -> Self {
        build(PostgresType.timestamptz, values) { $0.append(microsecondsSinceEpoch: $1) }
    }

    private static func build<Element>(
        _ elementOID: UInt32,
        _ values: [Element],
        _ append: (inout BinaryArray, Element) -> Void
    ) -> Self {
        var array = BinaryArray(elementOID: elementOID, capacity: values.count)
        for value in values {
            append(&array, value)
        }
        return .array(array)
    }
}
