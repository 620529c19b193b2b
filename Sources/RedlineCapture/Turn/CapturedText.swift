import Redline

/// Texts as records may hold them.
public enum CapturedText {
    /// The bytes of one text of a captured turn; a longer one is cut, and the record says so.
    public static let limit = 1 << 20
    /// The bytes of a conversation's instructions (its system and developer messages) in a record.
    static let instructionLimit = 16 * 1024
    /// The bytes of each text where a record would be larger than records may be.
    static let smallLimit = 16 * 1024

    /// The text in at most so many bytes, without U+0000, which PostgreSQL cannot hold.
    static func fit(_ text: String, _ limit: Int, _ cut: inout Int) -> String {
        var text = text
        if text.utf8.contains(0) { text = text.replacing("\0", with: "\u{FFFD}") }
        guard text.utf8.count > limit else { return text }
        cut += 1
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }

    /// Whether a text is an object or an array that a record can hold as such; a scalar stays the text
    /// that the model was told.
    static func isJSON(_ text: String) -> Bool {
        let first = text.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        var limits = JSONLimits.record
        // What surrounds it in a record has levels of its own.
        limits.depth -= 4
        return (try? JSONDocument(parsing: text, limits: limits)) != nil
    }
}
