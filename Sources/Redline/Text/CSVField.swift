/// How a text stands in a line of CSV (RFC 4180).
public enum CSVField {
    /// Whether a text has what ends a field or a line, or a quote.
    public static func mustBeQuoted(_ text: some Sequence<UInt8>) -> Bool {
        text.contains { byte in
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                true
            default: false
            }
        }
    }

    /// Appends a text as it is, or in quotes.
    public static func append(
        _ text: some Sequence<UInt8>,
        isQuoted: Bool,
        to bytes: inout [UInt8]
    ) {
        guard isQuoted else {
            bytes.append(contentsOf: text)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
