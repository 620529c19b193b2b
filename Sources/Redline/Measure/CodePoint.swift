/// What single Unicode code points are: white space, punctuation, currency sign, letter case.
enum CodePoint {
    static let space: UInt32 = 0x20

    static func isDigit(_ point: UInt32) -> Bool {
        point &- 0x30 < 10
    }

    /// The Unicode property White_Space.
    static func isWhite(_ point: UInt32) -> Bool {
        switch point {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000:
            true
        default:
            false
        }
    }

    /// The general categories P: connector, dash, open, close, initial, final and other
    /// punctuation.
    static func isPunctuation(_ point: UInt32) -> Bool {
        guard point >= 0x80 else {
            return asciiPunctuation[Int(point)]
        }
        switch category(point) {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default:
            return false
        }
    }

    /// The general category Sc.
    static func isCurrency(_ point: UInt32) -> Bool {
        point < 0x80 ? point == 0x24 : category(point) == .currencySymbol
    }

    /// Appends the code point in upper case and each of the results in lower case, without regard
    /// to language or context.
    ///
    /// Upper case first, so that `ß` meets `SS` and `ς` meets `σ`.
    static func appendFolded(_ point: UInt32, to result: inout CodePoints) {
        guard point >= 0x80 else {
            result.append(point &- 0x41 < 26 ? point | 0x20 : point)
            return
        }
        guard !isCaseless(point), let scalar = Unicode.Scalar(point) else {
            result.append(point)
            return
        }
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
            for lower in upper.properties.lowercaseMapping.unicodeScalars {
                result.append(lower.value)
            }
        }
    }

    /// Whether the code point lies among East Asian scripts that know no case: a shortcut past the
    /// tables.
    static func isCaseless(_ point: UInt32) -> Bool {
        switch point {
        case 0x2E80...0xA63F, 0xAC00...0xD7FF, 0x20000...0x3FFFF:
            true
        default:
            false
        }
    }

    private static let asciiPunctuation: [Bool] = (0..<0x80).map { value in
        "!\"#%&'()*,-./:;?@[\\]_{}".utf8.contains(UInt8(value))
    }

    private static func category(_ point: UInt32) -> Unicode.GeneralCategory {
        Unicode.Scalar(point)?.properties.generalCategory ?? .unassigned
    }
}
