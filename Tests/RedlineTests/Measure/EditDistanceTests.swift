import Testing

@testable import Redline

@Suite("Edit distances")
struct EditDistanceTests {
    @Test(
        "by hand",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("CA", "ABC", 3),
            ("ab", "ba", 2),
            ("a cat", "an abct", 4), ("\u{E9}", "e\u{301}", 2), ("👩‍👩‍👧", "👩‍👧", 2), ("中文", "中国文", 1),
        ]
    )
    func levenshtein(first: String, second: String, expected: Int) {
        #expect(EditDistance.levenshtein(first, second) == expected)
        #expect(EditDistance.levenshtein(second, first) == expected)
        #expect(EditDistance.levenshtein(first, second, cutoff: expected) == expected)
        #expect(EditDistance.levenshtein(first, second, cutoff: expected - 1) == nil)
    }

    @Test(
        "swaps, by hand",
        arguments: [
            ("CA", "ABC", 2), ("ab", "ba", 1), ("abcd", "badc", 2), ("a cat", "an abct", 3),
            ("xxxxxCAx", "xxxxxABCx", 2), ("hierarchical", "heirarchical", 1), ("", "abc", 3),
            ("kitten", "sitting", 3), ("same", "same", 0),
        ]
    )
    func damerauLevenshtein(first: String, second: String, expected: Int) {
        #expect(EditDistance.damerauLevenshtein(first, second, cutoff: expected) == expected)
        #expect(EditDistance.damerauLevenshtein(second, first, cutoff: 100) == expected)
        #expect(EditDistance.damerauLevenshtein(first, second, cutoff: expected - 1) == nil)
    }

    @Test("random texts against the whole matrix")
    func random() {
        var generator = SplitMix64(state: 20_261_120)
        for round in 0..<600 {
            let letters = round % 3 == 0 ? 2 : round % 3 == 1 ? 5 : 3_000
            let first = generator.text(upTo: round % 10 == 0 ? 300 : 30, letters: letters)
            let second =
                round % 4 == 0
                ? generator.text(upTo: 40, letters: letters) : generator.edited(first, letters)
            let plain = wholeMatrix(first.codePoints, second.codePoints, swaps: false)
            let swapped = wholeMatrix(first.codePoints, second.codePoints, swaps: true)
            #expect(EditDistance.levenshtein(first, second) == plain)
            #expect(EditDistance.levenshtein(first, second, cutoff: plain) == plain)
            #expect(EditDistance.levenshtein(first, second, cutoff: plain + 7) == plain)
            #expect(EditDistance.levenshtein(first, second, cutoff: plain - 1) == nil)
            #expect(EditDistance.damerauLevenshtein(first, second, cutoff: swapped) == swapped)
            #expect(EditDistance.damerauLevenshtein(first, second, cutoff: swapped + 3) == swapped)
            #expect(EditDistance.damerauLevenshtein(first, second, cutoff: swapped - 1) == nil)
        }
    }

    @Test("long texts that differ at both ends cost little")
    func longTexts() {
        let long = String(repeating: "the quick brown fox ", count: 20_000)
        #expect(EditDistance.levenshtein("x" + long, long + "yz") == 3)
        #expect(EditDistance.levenshtein("x" + long, long + "yz", workLimit: 1 << 28) == 3)
        #expect(EditDistance.damerauLevenshtein("x" + long, long + "y", cutoff: 2) == 2)
    }

    @Test("work beyond the limit is not begun")
    func workLimit() {
        let first = String(repeating: "ab", count: 500)
        let second = String(repeating: "c", count: 1_000)
        #expect(EditDistance.levenshtein(first, second, workLimit: 10_000_000) == 1_000)
        #expect(EditDistance.levenshtein(first, second, workLimit: 500_000) == nil)
        #expect(EditDistance.levenshtein(first, first, workLimit: 0) == 0)
    }

    /// The distance by the textbook: every cell, no band, no bit masks.
    private func wholeMatrix(_ a: CodePoints, _ b: CodePoints, swaps: Bool) -> Int {
        var cells = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
        for i in 0...a.count {
            cells[i][0] = i
        }
        for i in a.indices {
            for j in b.indices {
                var least = min(cells[i][j + 1], cells[i + 1][j]) + 1
                least = min(least, cells[i][j] + (a[i] == b[j] ? 0 : 1))
                if swaps, let p = a[..<i].lastIndex(of: b[j]), let q = b[..<j].lastIndex(of: a[i]) {
                    least = min(least, cells[p][q] + (i - p - 1) + 1 + (j - q - 1))
                }
                cells[i + 1][j + 1] = least
            }
        }
        return cells[a.count][b.count]
    }
}

private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func letter(of count: Int) -> Character {
        let offset = Int.random(in: 0..<count, using: &self)
        return Unicode.Scalar(UInt32(0x61 + offset)).map(Character.init) ?? "?"
    }

    mutating func text(upTo length: Int, letters: Int) -> String {
        String((0..<Int.random(in: 0...length, using: &self)).map { _ in letter(of: letters) })
    }

    mutating func edited(_ text: String, _ letters: Int) -> String {
        var points = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let place = Int.random(in: 0...points.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0:
                points.insert(contentsOf: letter(of: letters).unicodeScalars, at: place)
            case 1 where place < points.count:
                points.remove(at: place)
            case 2 where place + 1 < points.count:
                points.swapAt(place, place + 1)
            case 3 where place < points.count:
                points.replaceSubrange(place...place, with: letter(of: letters).unicodeScalars)
            default:
                break
            }
        }
        return String(String.UnicodeScalarView(points))
    }
}
