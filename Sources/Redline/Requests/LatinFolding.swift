/// Text without letter case and diacritics, as the words of messages are read.
enum LatinFolding {
    /// The text in lower case, in UTF-8.
    ///
    /// Latin letters up to U+017F lose their diacritics, combining marks go, digits of any script
    /// become `0`, apostrophes `'`; what is neither letter, mark nor digit becomes a space. Letters
    /// of other scripts stay as they are.
    static func folded(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case ..<0x80: result.append(UInt8(truncatingIfNeeded: scalar.value))
            case 0xC0..<0x180: result += latin[Int(scalar.value) - 0xC0]
            case 0x2019, 0x02BC: result.append(UInt8(ascii: "'"))
            default: append(scalar, to: &result)
            }
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spacingMark:
            result += scalar.properties.lowercaseMapping.utf8
        case .decimalNumber, .letterNumber, .otherNumber: result.append(UInt8(ascii: "0"))
        case .nonspacingMark, .enclosingMark, .format: break
        default: result.append(UInt8(ascii: " "))
        }
    }

    /// U+00C0 to U+017F; a point stands for what is no letter.
    private static let latin: [[UInt8]] = """
        a a a a a a ae c e e e e i i i i d n o o o o o . o u u u u y th ss
        a a a a a a ae c e e e e i i i i d n o o o o o . o u u u u y th y
        a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g
        g g g g h h h h i i i i i i i i i i ij ij j j k k k l l l l l l l
        l l l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s
        s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s
        """.split(whereSeparator: \.isWhitespace).map { $0 == "." ? [0x20] : Array($0.utf8) }
}
