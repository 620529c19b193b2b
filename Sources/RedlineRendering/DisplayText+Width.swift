extension DisplayText {
    /// The number of terminal cells that the text takes.
    ///
    /// East Asian wide characters and emoji take two, combining marks none; a sequence that is
    /// joined into one emoji takes two.
    public static func width(of text: String) -> Int {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text.utf8.count }
        var width = 0
        for character in text { width += self.width(of: character) }
        return width
    }

    /// The text cut to so many cells, with an ellipsis where something was cut off.
    public static func shortened(_ text: String, to limit: Int) -> String {
        guard width(of: text) > limit else { return text }
        guard limit > 0 else { return "" }
        var result = ""
        var used = 0
        for character in text {
            used += width(of: character)
            guard used < limit else { break }
            result.append(character)
        }
        return result + "…"
    }

    private static func width(of character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            // The variation selector that asks for an emoji instead of a text symbol.
            width += scalar == "\u{FE0F}" ? 2 : self.width(of: scalar)
        }
        return min(width, 2)
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        if isWide(scalar) { return 2 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        case .format: return scalar == "\u{AD}" ? 1 : 0
        default: return 0x1160...0x11FF ~= scalar.value ? 0 : 1
        }
    }

    /// The wide and full-width blocks of Unicode's East Asian Width, and emoji.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x1100: false
        case 0x1100...0x115F, 0x2E80...0x3029, 0x302E...0x303E, 0x3041...0x3098, 0x309B...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,
            0x1F1E6...0x1F2FF, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
