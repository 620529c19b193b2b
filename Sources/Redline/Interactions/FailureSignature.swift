/// The signature of a failure: an error's text with what changes from one time to the next
/// replaced by placeholders, so that the same failure is counted as the same.
///
/// UUIDs become `<id>`, quoted texts `<text>`, email addresses, URLs and IP addresses `<address>`,
/// words with digits in them `<n>`, runs of digits `<n>`. Content goes with them: what remains is
/// the program's own wording.
public enum FailureSignature {
    /// The longest signature, in characters.
    public static let limit = 200

    /// The signature of an error's text; nil for a blank one.
    public static func of(_ error: String) -> String? {
        let scalars = Array(error.unicodeScalars.prefix(4_000))
        var words: [String] = []
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar.properties.isWhitespace {
                index += 1
                continue
            }
            if let close = closingQuote(for: scalar, in: scalars, from: index) {
                words.append("<text>")
                index = close + 1
                continue
            }
            var end = index
            while end < scalars.count, !scalars[end].properties.isWhitespace,
                end == index || !isOpeningQuote(scalars[end], before: scalars[end - 1])
            {
                end += 1
            }
            words.append(word(Array(scalars[index..<end])))
            index = end
        }
        let text = words.joined(separator: " ")
        return text.isEmpty ? nil : String(text.prefix(limit))
    }

    private static func isOpeningQuote(_ scalar: Unicode.Scalar, before: Unicode.Scalar) -> Bool {
        // An apostrophe within a word is no quotation mark.
        guard scalar == "\"" || scalar == "'" || scalar == "`" || scalar == "\u{201C}" else {
            return false
        }
        return !before.properties.isAlphabetic
    }

    private static func closingQuote(
        for open: Unicode.Scalar,
        in scalars: [Unicode.Scalar],
        from index: Int
    ) -> Int? {
        let close: Unicode.Scalar
        switch open {
        case "\"", "'", "`": close = open
        case "\u{201C}": close = "\u{201D}"
        default: return nil
        }
        return scalars[(index + 1)...].firstIndex(of: close)
    }

    private static func word(_ scalars: [Unicode.Scalar]) -> String {
        var core = scalars[...]
        var before = ""
        var after = ""
        while let first = core.first, "([{<,;:".unicodeScalars.contains(first) {
            before.unicodeScalars.append(first)
            core = core.dropFirst()
        }
        while let last = core.last, ")]}>,;:.!?".unicodeScalars.contains(last) {
            after = String(Character(last)) + after
            core = core.dropLast()
        }
        guard !core.isEmpty else { return before + after }
        return before + replaced(String(String.UnicodeScalarView(core))) + after
    }

    private static func replaced(_ word: String) -> String {
        if WorkflowID(word) != nil { return "<id>" }
        if word.contains("://") || isEmail(word) || isAddress(word) { return "<address>" }
        guard word.unicodeScalars.contains(where: { $0.properties.numericType != nil }) else {
            return word
        }
        // `limit=30` keeps its name, `order-7731` becomes one placeholder.
        if let equals = word.firstIndex(of: "="), equals > word.startIndex {
            return word[...equals] + replaced(String(word[word.index(after: equals)...]))
        }
        return "<n>"
    }

    private static func isEmail(_ word: String) -> Bool {
        guard let at = word.firstIndex(of: "@") else { return false }
        return at > word.startIndex && word[word.index(after: at)...].contains(".")
    }

    private static func isAddress(_ word: String) -> Bool {
        let host = word.split(separator: ":", omittingEmptySubsequences: false)
        if let first = host.first, first.split(separator: ".").count == 4,
            first.allSatisfy({ $0.isNumber || $0 == "." })
        {
            return true
        }
        return host.count > 2 && word.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
}
