/// The opaque words by which pages of lists go on: a text as hexadecimal digits.
public enum CursorText {
    /// The years 1 to 9999, in microseconds: all that a time of a record can be.
    public static let times: ClosedRange<Int64> =
        -62_135_596_800_000_000...253_402_300_799_999_999

    /// A text as a cursor.
    public static func cursor(of text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    /// The text of a cursor; nil for a word that is none.
    public static func text(of cursor: String) -> String? {
        let digits = Array(cursor.utf8)
        guard digits.count.isMultiple(of: 2), digits.count <= 4_096 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index...(index + 1)], as: UTF8.self)
            guard !pair.hasPrefix("+"), !pair.hasPrefix("-"), let byte = UInt8(pair, radix: 16)
            else { return nil }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
