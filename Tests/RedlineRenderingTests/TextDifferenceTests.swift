import RedlineRendering
import Testing

@Suite("Redline of two texts")
struct TextDifferenceTests {
    @Test(
        "marks words",
        arguments: [
            ("", "", ""), ("same text", "same text", "same text"), ("", "new", "{+new+}"),
            ("old", "", "[-old-]"), ("the quick fox", "the slow fox", "the [-quick-]{+slow+} fox"),
            (
                "the quick brown fox", "the slow red fox",
                "the [-quick brown-]{+slow red+} fox"
            ),
            ("the end", "the end of it", "the end{+ of it+}"),
            ("a b c", "a c", "a [-b -]c"), ("a c", "a b c", "a {+b +}c"),
            ("two  blanks", "two blanks", "two [- -]blanks"),
            ("one line\ntwo", "one line two", "one line[-\n-]{+ +}two"),
            ("caf\u{E9}", "cafe\u{301}", "[-caf\u{E9}-]{+cafe\u{301}+}"),
            ("合計は百円です", "合計は千円です", "合計は[-百-]{+千+}円です"),
            ("total: 12.50 EUR", "total: 15.20 EUR", "total: [-12.50-]{+15.20+} EUR"),
            ("\u{1B}[2J x", "y x", "[-\\u001B[2J-]{+y+} x"),
        ]
    )
    func plain(old: String, new: String, expected: String) {
        #expect(TextDifference.text(TextDifference.words(old, new)) == expected)
    }

    @Test("is coloured on a terminal")
    func terminal() {
        let segments = TextDifference.words("the quick fox", "the slow fox")
        #expect(
            segments == [
                .init(.kept, "the "), .init(.removed, "quick"), .init(.added, "slow"),
                .init(.kept, " fox"),
            ]
        )
        #expect(
            TextDifference.text(segments, TextStyle(isTerminal: true))
                == "the \u{1B}[31;9mquick\u{1B}[0m\u{1B}[32;4mslow\u{1B}[0m fox"
        )
    }

    /// The words that are kept are as many as in the longest common subsequence, and both texts can
    /// be had back.
    @Test("is the smallest there is", arguments: 0..<200)
    func smallest(seed: UInt64) {
        var random = SplitMix(state: seed)
        let alphabet = ["a", "b", "c", "ä", "日", "e\u{301}"].prefix(Int(seed % 5) + 2)
        func words() -> [String] {
            (0..<Int.random(in: 0...30, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? ""
            }
        }
        let old = words()
        let new = words()
        let oldText = old.joined(separator: " ")
        let newText = new.joined(separator: " ")
        let segments = TextDifference.words(oldText, newText)
        expectReconstruction(segments, oldText, newText)
        let kept = segments.filter { $0.kind == .kept }.map {
            $0.text.split(separator: " ").count
        }.reduce(0, +)
        #expect(kept == Self.commonCount(old, new))
    }

    @Test("of long texts that have little in common is found in bounded time")
    func bounded() {
        let old = (0..<40_000).map { "old\($0)" }.joined(separator: " ")
        let new = (0..<40_000).map { "new\($0)" }.joined(separator: " ")
        let segments = TextDifference.words("start \(old) end", "start \(new) end")
        #expect(
            segments == [
                .init(.kept, "start "), .init(.removed, old), .init(.added, new),
                .init(.kept, " end"),
            ]
        )
    }

    private func expectReconstruction(
        _ segments: [TextDifference.Segment],
        _ old: String,
        _ new: String
    ) {
        let oldAgain = segments.filter { $0.kind != .added }.map(\.text).joined()
        let newAgain = segments.filter { $0.kind != .removed }.map(\.text).joined()
        #expect(Array(oldAgain.utf8) == Array(old.utf8))
        #expect(Array(newAgain.utf8) == Array(new.utf8))
    }

    private static func commonCount(_ old: [String], _ new: [String]) -> Int {
        var counts = [Int](repeating: 0, count: new.count + 1)
        for word in old {
            var diagonal = 0
            for (index, other) in new.enumerated() {
                let above = counts[index + 1]
                let longer = word == other ? diagonal + 1 : max(above, counts[index])
                diagonal = above
                counts[index + 1] = longer
            }
        }
        return counts.last ?? 0
    }
}

/// A small generator of numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
