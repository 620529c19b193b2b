/// Text from outside, made fit to be shown on one line of a terminal.
public enum DisplayText {
    /// The text with everything escaped that a terminal would act upon instead of showing it:
    /// control characters (`\n`, `\u001B`), line separators, and what reorders the text around it.
    ///
    /// With `keepingLines`, line feeds and tabs stay as they are.
    public static func escaped(_ text: String, keepingLines: Bool = false) -> String {
        guard text.utf8.contains(where: { !(0x20..<0x7F ~= $0) }) else { return text }
        guard text.unicodeScalars.contains(where: mustBeEscaped) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if !mustBeEscaped(scalar) || keepingLines && (scalar == "\n" || scalar == "\t") {
                result.unicodeScalars.append(scalar)
            } else {
                result += escape(of: scalar)
            }
        }
        return result
    }

    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Line and paragraph separators; embeddings, overrides and isolates of text direction.
        case 0x2028...0x202E, 0x2066...0x2069: true
        case 0xFEFF, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    private static func escape(of scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}
