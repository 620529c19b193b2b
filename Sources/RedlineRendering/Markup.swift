/// Text for HTML and SVG.
enum Markup {
    /// The text with everything escaped that would be markup, or that would act on a screen.
    static func escaped(_ text: String, keepingLines: Bool = false) -> String {
        let clean = DisplayText.escaped(text, keepingLines: keepingLines)
        // Most texts have nothing to escape.
        guard clean.utf8.contains(where: { isMarkup($0) }) else { return clean }
        var result = ""
        for scalar in clean.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // XML has no such characters, and no escapes of them.
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether a byte may begin what has to be escaped.
    private static func isMarkup(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), 0xEF:
            true
        default: false
        }
    }
}
