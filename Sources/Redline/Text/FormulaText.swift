/// Tells texts that a spreadsheet would run from texts that it would show.
public enum FormulaText {
    /// Whether a spreadsheet that opens this text in a file without types would take it for a
    /// formula: it starts with `=`, `+`, `-`, `@` (of full width, too), a tab or a line break, blanks
    /// before it not counted, and is not simply a number, such as `-5`, `+1,234.50` or `-1e-7`.
    public static func isFormula(_ text: String) -> Bool {
        guard mayBeFormula(text.utf8.first) else { return false }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}":
                return true
            case "+", "-":
                return !isNumber(text)
            default:
                guard scalar.properties.isWhitespace || scalar == "\u{FEFF}" else { return false }
            }
        }
        return false
    }

    /// The same of UTF-8, which becomes a string only where that is needed.
    public static func isFormula(_ text: [UInt8]) -> Bool {
        mayBeFormula(text.first) && isFormula(String(decoding: text, as: UTF8.self))
    }

    /// Most texts are told by their first byte.
    private static func mayBeFormula(_ first: UInt8?) -> Bool {
        guard let first else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: " "), 0x09...0x0D, 0x80...:
            return true
        default:
            return false
        }
    }

    /// A sign, digits with at most single separators between them, an exponent or none.
    private static func isNumber(_ text: String) -> Bool {
        let parts = text.utf8.dropFirst().split(
            maxSplits: 1,
            omittingEmptySubsequences: false,
            whereSeparator: { $0 | 0x20 == UInt8(ascii: "e") }
        )
        if parts.count > 1 {
            let hasSign = parts[1].first.map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            let power = parts[1].dropFirst(hasSign == true ? 1 : 0)
            guard !power.isEmpty, power.allSatisfy(isDigit) else { return false }
        }
        let digits = parts[0]
        guard digits.first.map(isDigit) == true, digits.last.map(isDigit) == true else {
            return false
        }
        var wasDigit = true
        for byte in digits {
            let isSeparator = byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
            guard isDigit(byte) || isSeparator && wasDigit else { return false }
            wasDigit = isDigit(byte)
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
