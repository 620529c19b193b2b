/// Texts in quotation marks within an error's text.
enum QuotedText {
    private static let closing: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "'": "'", "`": "`", "\u{201C}": "\u{201D}", "\u{2018}": "\u{2019}",
        "\u{201E}": "\u{201C}", "\u{AB}": "\u{BB}",
    ]

    /// Whether a quotation mark stands there that can open a text.
    static func opens(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard closing[scalars[index]] != nil else { return false }
        // An apostrophe within a word is no quotation mark.
        guard scalars[index] == "'", index > 0 else { return true }
        return !isPartOfWord(scalars[index - 1])
    }

    /// Where the text that opens there is closed.
    static func close(of open: Int, in scalars: [Unicode.Scalar]) -> Int? {
        guard let mark = closing[scalars[open]] else { return nil }
        return scalars.indices[(open + 1)...].first { index in
            guard scalars[index] == mark, scalars[index - 1] != "\\" else { return false }
            let isApostrophe =
                mark == "'" && index + 1 < scalars.count && isPartOfWord(scalars[index + 1])
            return !isApostrophe
        }
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
