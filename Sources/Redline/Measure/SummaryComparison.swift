/// What became of the AI's summary: how much it was edited, and how many of its words were kept.
///
/// Words are what white space separates; case is ignored.
public struct SummaryComparison: Sendable, Equatable {
    /// The edits of the translation edit rate; see ``TranslationEditRate``.
    public let edits: Int
    /// The words of the summary that shipped.
    public let referenceWords: Int
    /// The words of the AI's summary.
    public let words: Int
    /// The most of them that are in the summary that shipped in the same order: the length of the
    /// longest common subsequence.
    public let keptWords: Int

    /// Compares the AI's summary with the one that shipped; nil where the product of their numbers
    /// of words is more than ``TranslationEditRate/workLimit``.
    public init?(hypothesis: String, reference: String) {
        var numbering = WordNumbering()
        let target = numbering.words(of: reference)
        let words = numbering.words(of: hypothesis)
        guard let edits = TranslationEditRate.edits(from: words, to: target) else { return nil }
        self.edits = edits
        referenceWords = target.count
        self.words = words.count
        keptWords = CommonWords.count(words, target)
    }
}
