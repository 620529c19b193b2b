import Testing

@testable import Redline

@Suite("Comparing random documents")
struct RandomComparisonTests {
    private func parsed(_ tree: JSONTree) throws -> JSONView {
        try JSONDocument(parsing: tree.text).root
    }

    @Test("the changes rebuild the modified document and are as few as can be", arguments: 1...4)
    func roundTrip(seed: UInt64) throws {
        var source = RandomDocuments(seed: seed)
        for _ in 0..<1_000 {
            let (original, modified) = source.pair()
            let comparison = Comparison(
                original: try parsed(original),
                modified: try parsed(modified)
            )
            let changes = comparison.changes
            let rebuilt = try Rebuilding.modified(from: original, by: changes)
            #expect(rebuilt == modified, "\(original) \(modified)")
            #expect(
                changes.count <= BruteForce.changesByPosition(original, modified),
                "\(original) \(modified)"
            )
            // The root is no leaf, even where it is empty.
            let least =
                modified.isLeaf
                ? Int64(original.size) * BruteForce.changedLeaf
                : BruteForce.score(original, modified)
            let cost = Int64(changes.count) * BruteForce.changedLeaf - Int64(comparison.total.kept)
            #expect(cost == least, "\(original) \(modified)")
            #expect(comparison.total.extracted == original.size)
            #expect(comparison.total.edited == changes.count)
        }
    }

    @Test("equal ends are trimmed, and then each element takes its earliest best partner")
    func earliest() throws {
        var source = RandomDocuments(seed: 9)
        for _ in 0..<2_000 {
            let pair = source.pair()
            guard case .array(let a)? = pair.original.member("d"),
                case .array(let b)? = pair.modified.member("d")
            else { continue }
            var front = 0
            while front < min(a.count, b.count), a[front] == b[front] { front += 1 }
            var back = 0
            while back < min(a.count, b.count) - front,
                a[a.count - 1 - back] == b[b.count - 1 - back]
            {
                back += 1
            }
            let middle = BruteForce.alignment(
                Array(a[front..<(a.count - back)]),
                Array(b[front..<(b.count - back)])
            )
            let expected =
                (0..<front).map { [$0, $0] } + middle.pairs.map { [$0[0] + front, $0[1] + front] }
                + (0..<back).map { [a.count - back + $0, b.count - back + $0] }
            let found = try AlignedArrays(JSONTree.array(a).text, JSONTree.array(b).text).found
            #expect(found.pairs.map { [$0.0, $0.1] } == expected, "\(pair)")
            #expect(found.score == BruteForce.alignment(a, b).score, "\(pair)")
        }
    }

    @Test("a document compared with itself, spelled otherwise, has no change")
    func same() throws {
        var source = RandomJSON(seed: 10)
        for _ in 0..<500 {
            let tree = JSONTree.array([source.value(depth: 4)])
            let comparison = Comparison(
                original: try JSONDocument(parsing: source.spelling(of: tree)).root,
                modified: try JSONDocument(parsing: source.spelling(of: tree)).root
            )
            #expect(comparison.changes.isEmpty)
            #expect(comparison.total == LeafCounts(extracted: tree.size))
        }
    }

    @Test("the other way round, additions are deletions")
    func reversed() throws {
        var source = RandomDocuments(seed: 11)
        for _ in 0..<1_000 {
            let pair = source.pair()
            let x = try parsed(pair.original)
            let y = try parsed(pair.modified)
            let there = Comparison(original: x, modified: y).total
            let back = Comparison(original: y, modified: x).total
            #expect(there.edited == back.edited, "\(pair)")
            #expect(there.kept == back.kept, "\(pair)")
        }
    }
}
