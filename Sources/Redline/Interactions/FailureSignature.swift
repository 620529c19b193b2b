/// The signature of a failure: an error's text with what changes from one time to the next
/// replaced by placeholders, so that the same failure is counted as the same.
///
/// UUIDs become `<id>`, quoted texts `<text>`, email addresses, URLs and IP addresses `<address>`,
/// words with digits in them `<n>`, runs of digits `<n>`. Content goes with them: what remains is
/// the program's own wording.
public enum FailureSignature {
    /// The longest signature, in characters.
    public static let limit = 200

    /// As much of an error's text as is looked at, in code points.
    private static let considered = 4_000

    /// The signature of an error's text; nil for a blank one.
    public static func of(_ error: String) -> String? {
        let scalars = Array(error.unicodeScalars.prefix(considered))
        let isWhole = scalars.count == error.unicodeScalars.count
        var words: [String] = []
        var index = 0
        while index < scalars.count {
            if scalars[index].properties.isWhitespace {
                index += 1
                continue
            }
            if QuotedText.opens(at: index, in: scalars) {
                let close = QuotedText.close(of: index, in: scalars)
                if let close {
                    words.append("<text>")
                    index = close + 1
                    continue
                }
                guard isWhole else {
                    // The end of the quoted text lies behind what is looked at.
                    words.append("<text>")
                    break
                }
            }
            var end = index + 1
            while end < scalars.count, !scalars[end].properties.isWhitespace,
                !QuotedText.opens(at: end, in: scalars)
            {
                end += 1
            }
            words.append(word(scalars[index..<end]))
            index = end
        }
        let text = words.joined(separator: " ")
        return text.isEmpty ? nil : String(text.prefix(limit))
    }

    private static func word(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        // `::1` begins with colons of its own.
        let bare = trimmed(scalars, before: "([{<,;", after: ")]}>,;.!?")
        let opensWithColons = bare.starts(with: "::".unicodeScalars)
        let core =
            opensWithColons && NetworkAddress.isAddress(text(bare))
            ? bare : trimmed(scalars, before: "([{<,;:", after: ")]}>,;:.!?")
        return text(scalars[..<core.startIndex]) + replaced(text(core))
            + text(scalars[core.endIndex...])
    }

    private static func trimmed(
        _ scalars: ArraySlice<Unicode.Scalar>,
        before: String,
        after: String
    ) -> ArraySlice<Unicode.Scalar> {
        let core = scalars.drop { before.unicodeScalars.contains($0) }
        let end = core.lastIndex { !after.unicodeScalars.contains($0) }
        return core[..<(end.map { $0 + 1 } ?? core.startIndex)]
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    private static func replaced(_ word: String) -> String {
        if WorkflowID(word) != nil { return "<id>" }
        // `limit=30` keeps its name, `order-7731` becomes one placeholder.
        if let equals = word.firstIndex(of: "="), isName(word[..<equals]) {
            return word[...equals] + replaced(String(word[word.index(after: equals)...]))
        }
        if NetworkAddress.isAddress(word) { return "<address>" }
        return hasDigits(word) ? "<n>" : word
    }

    private static func hasDigits(_ word: some StringProtocol) -> Bool {
        word.unicodeScalars.contains { $0.properties.numericType != nil }
    }

    private static func isName(_ word: Substring) -> Bool {
        !word.isEmpty && !hasDigits(word)
            && word.allSatisfy { $0.isLetter || $0 == "_" || $0 == "-" || $0 == "." }
    }
}
