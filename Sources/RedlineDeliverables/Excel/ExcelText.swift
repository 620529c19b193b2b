/// Texts as a cell can hold them.
enum ExcelText {
    /// The longest text of a cell, in UTF-16 units.
    static let lengthLimit = 32_767
    private static let mark = " … [cut]"

    /// The text, cut where it is too long, and with what XML cannot hold replaced.
    static func cell(_ text: String) -> (text: String, isCut: Bool) {
        let units = text.utf8.count <= lengthLimit ? 0 : text.utf16.count
        let isCut = units > lengthLimit
        guard isCut || text.utf8.contains(where: { $0 == 0 || $0 == 0xEF || $0 == 0x5F }) else {
            return (text, false)
        }
        var result = ""
        var length = mark.utf16.count
        for scalar in text.unicodeScalars {
            length += scalar.value > 0xFFFF ? 2 : 1
            guard !isCut || length <= lengthLimit else { break }
            switch scalar {
            case "\0", "\u{FFFE}", "\u{FFFF}": result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return (unescaped(isCut ? result + mark : result), isCut)
    }

    /// A text in which `_x0041_` is no escape of a character: workbooks spell control characters so,
    /// and a text that has it by itself needs its first sign spelled so as well.
    private static func unescaped(_ text: String) -> String {
        // Names have underscores, and hardly any has an x behind one.
        guard text.contains("_x") else { return text }
        return text.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_")
    }
}
