/// The translation edit rate of a text against the text that people made of it.
///
/// As Snover and others defined it in 2006: edits are insertions, deletions and substitutions of
/// words, and shifts of blocks of words. With the human-edited text as the reference this is HTER.
/// The search for shifts is that of tercom as sacrebleu has it: least edits are hard to find, so
/// every implementation that is to give the same figures must try the same shifts in the same
/// order. Source: `summary_ter` in the section Editing of the metric definitions.
public enum TranslationEditRate {
    /// The largest product of both texts' numbers of words that edits are counted for.
    ///
    /// Such as 5,000 words against 5,000. Time and memory grow with the number of words (and not
    /// with the product): some 50 cells a word of the matrix, and some 5,000 cells for each of the
    /// shifts that are tried, of which there are about 1,000 at most.
    public static let workLimit = 25_000_000

    /// Counts the edits that turn a text into the reference.
    ///
    /// Words are what white space separates; case is ignored.
    ///
    /// - Parameters:
    ///   - hypothesis: The text that the AI gave.
    ///   - reference: The text that shipped.
    /// - Returns: The edits and the number of the reference's words, the two of which the rate is
    ///   the quotient (not capped); `nil` where the product of the numbers of words is more than
    ///   ``workLimit``. Against an empty reference, every word is an edit.
    public static func edits(
        hypothesis: String,
        reference: String
    ) -> (edits: Int, referenceWords: Int)? {
        var numbering = WordNumbering()
        let target = numbering.words(of: reference)
        let words = numbering.words(of: hypothesis)
        return edits(from: words, to: target).map { ($0, target.count) }
    }

    /// Counts the edits between texts whose words are numbered.
    static func edits(from words: [Int32], to target: [Int32]) -> Int? {
        let (product, isTooLarge) = words.count.multipliedReportingOverflow(by: target.count)
        guard !isTooLarge, product <= workLimit else {
            return nil
        }
        guard words != target else {
            return 0
        }
        guard !words.isEmpty, !target.isEmpty else {
            return max(words.count, target.count)
        }
        return ShiftSearch(words: words, reference: target).countEdits()
    }
}
