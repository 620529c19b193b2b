/// Names of a workbook's sheets: as Excel allows them, each once.
struct SheetNames {
    /// The longest name, in UTF-16 units.
    static let lengthLimit = 31
    // Excel keeps this one for itself.
    private var used: Set<String> = ["history"]

    /// A name that is like `wanted` and free.
    mutating func name(_ wanted: String) -> String {
        var clean = ""
        for scalar in wanted.unicodeScalars {
            switch scalar {
            case "[", "]", ":", "*", "?", "/", "\\", "\u{FFFE}", "\u{FFFF}": clean += "_"
            default:
                let isControl = scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value
                clean.unicodeScalars.append(isControl ? "_" : scalar)
            }
        }
        // An apostrophe may stand anywhere but at the ends.
        while clean.first == "'" { clean.removeFirst() }
        while clean.last == "'" { clean.removeLast() }
        if clean.allSatisfy(\.isWhitespace) { clean = "Items" }
        var candidate = Self.cut(clean, to: Self.lengthLimit)
        var number = 1
        while !used.insert(candidate.lowercased()).inserted {
            number += 1
            let suffix = " (\(number))"
            candidate = Self.cut(clean, to: Self.lengthLimit - suffix.utf16.count) + suffix
        }
        return candidate
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        var result = ""
        var length = 0
        for scalar in text.unicodeScalars {
            length += scalar.value > 0xFFFF ? 2 : 1
            guard length <= limit else { break }
            result.unicodeScalars.append(scalar)
        }
        while result.last == "'" { result.removeLast() }
        return result
    }
}
