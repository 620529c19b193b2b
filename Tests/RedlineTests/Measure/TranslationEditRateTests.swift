import Testing

@testable import Redline

@Suite("Translation edit rate")
struct TranslationEditRateTests {
    static let known: [(hypothesis: String, reference: String, edits: Int, words: Int)] = [
        ("", "", 0, 0), ("", "a b", 2, 2), ("a b", "", 2, 0), ("   ", "\n", 0, 0),
        ("the cat sat", "the cat sat", 0, 3), ("The CAT sat", "the cat  SAT", 0, 3),
        ("a c", "a b c", 1, 3), ("a b c d", "a x c", 2, 3), ("a b c", "x y z w", 4, 4),
        // Shifts: one edit a block, however long the block and the way.
        ("b c a", "a b c", 1, 3), ("d e f a b c", "a b c d e f", 1, 6),
        ("c d x a b", "a b x c d", 2, 5), ("f e d c b a", "a b c d e f", 5, 6),
        ("das ist ein kleiner Test .", "ein kleiner Test ist das .", 2, 6),
        ("a b c d e f g h i j k l", "l a b c d e f g h i j k", 1, 12),
        ("a a a a a a a a a a a a b", "b a a a a a a a a a a a a", 1, 13),
        ("b a b a b a b a b a b a", "a b a b a b a b a b a b", 1, 12),
        // Words: what separates them, and case by the full mappings of Unicode.
        ("a\u{A0}b\tc", "a b\u{3000}c", 0, 3), ("a\u{1F}b", "a b", 0, 2),
        ("a\u{200B}b", "a b", 2, 2),
        ("ΟΔΟΣ ΑΒ", "οδος αβ", 0, 2), ("οδοσ", "ΟΔΟΣ", 1, 1), ("İstanbul", "i\u{307}stanbul", 0, 1),
        ("STRASSE", "straße", 1, 1), ("e\u{301}", "\u{E9}", 1, 1),
    ]

    @Test("by hand", arguments: known)
    func edits(hypothesis: String, reference: String, edits: Int, words: Int) throws {
        let result = try #require(
            TranslationEditRate.edits(hypothesis: hypothesis, reference: reference)
        )
        #expect(result.edits == edits)
        #expect(result.referenceWords == words)
    }

    @Test("texts of very different length")
    func lopsided() throws {
        let long = (0..<500).map { "w\($0)" }.joined(separator: " ")
        // The beam along the steep diagonal passes by the words that both have.
        let short = try #require(TranslationEditRate.edits(hypothesis: "w3 w400", reference: long))
        #expect(short == (500, 500))
        let other = try #require(TranslationEditRate.edits(hypothesis: long, reference: "w3 w400"))
        #expect(other == (498, 2))
    }

    @Test("long texts: blocks that changed places")
    func longTexts() throws {
        let words = (0..<2_000).map { "w\($0)" }
        var moved = words
        for start in [100, 700, 1_500] {
            moved.replaceSubrange(
                start..<(start + 4),
                with: words[(start + 2)..<(start + 4)] + words[start..<(start + 2)]
            )
        }
        let result = try #require(
            TranslationEditRate.edits(
                hypothesis: moved.joined(separator: " "),
                reference: words.joined(separator: "\n")
            )
        )
        #expect(result == (3, 2_000))
    }

    @Test("beyond the work limit nothing is counted")
    func workLimit() {
        let words = String(repeating: "a ", count: 5_000)
        #expect(
            TranslationEditRate.edits(hypothesis: words, reference: words).map(\.edits) == 0
        )
        #expect(TranslationEditRate.edits(hypothesis: words + "b", reference: words) == nil)
    }
}
