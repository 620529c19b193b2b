import TestSupport
import Testing

@testable import Redline

@Suite("Words of a summary that were kept")
struct SummaryComparisonTests {
    static let known: [(hypothesis: String, reference: String, words: Int, kept: Int)] = [
        ("", "", 0, 0), ("", "a b", 0, 0), ("a b", "", 2, 0), ("  ", "\n", 0, 0),
        ("the cat sat", "The  CAT sat", 3, 3), ("a b c d", "a x c", 4, 2),
        ("a b c", "x y z w", 3, 0), ("c d a b", "a b c d", 4, 2), ("a a a", "a a", 3, 2),
        ("a b c a b", "c a b", 5, 3), ("x a b", "a b y", 3, 2), ("a", "b a c", 1, 1),
        ("An invoice of ACME Co over 100", "An invoice of ACME Corp over 100", 7, 6),
    ]

    @Test("by hand", arguments: known)
    func kept(hypothesis: String, reference: String, words: Int, kept: Int) throws {
        let found = try #require(
            SummaryComparison(hypothesis: hypothesis, reference: reference)
        )
        #expect(found.words == words)
        #expect(found.keptWords == kept)
        let rate = try #require(
            TranslationEditRate.edits(hypothesis: hypothesis, reference: reference)
        )
        #expect(found.edits == rate.edits)
        #expect(found.referenceWords == rate.referenceWords)
    }

    @Test("are those of the plain dynamic programme, over one block of 64 and over several")
    func random() {
        var random = SplitMix64(seed: 4)
        for round in 0..<400 {
            let limit = round < 300 ? 70 : 300
            let kinds = Int32.random(in: 1...40, using: &random)
            func words() -> [Int32] {
                (0..<Int.random(in: 0...limit, using: &random)).map { _ in
                    Int32.random(in: 0..<kinds, using: &random)
                }
            }
            let one = words()
            let other = words()
            #expect(CommonWords.count(one, other) == Self.plain(one, other), "\(one) \(other)")
        }
    }

    @Test("are not counted where the texts are too long")
    func tooLong() throws {
        let long = String(repeating: "word ", count: 5_001)
        #expect(SummaryComparison(hypothesis: long, reference: long) == nil)
        let most = String(repeating: "word ", count: 5_000)
        let found = try #require(SummaryComparison(hypothesis: most, reference: most))
        #expect(found.keptWords == 5_000)
    }

    private static func plain(_ one: [Int32], _ other: [Int32]) -> Int {
        var row = Array(repeating: 0, count: other.count + 1)
        for word in one {
            var diagonal = 0
            for (position, candidate) in other.enumerated() {
                let above = row[position + 1]
                row[position + 1] =
                    word == candidate ? diagonal + 1 : max(above, row[position])
                diagonal = above
            }
        }
        return row[other.count]
    }
}
