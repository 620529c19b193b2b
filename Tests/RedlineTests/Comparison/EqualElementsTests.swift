import Testing

@testable import Redline

/// Arrays whose lengths multiply to more than the limit are aligned by their equal elements alone.
@Suite("Aligning by equal elements")
struct EqualElementsTests {
    /// The heaviest common subsequence by the whole table.
    private func reference(_ sequences: WeightedSequences) -> [[Int]] {
        let (x, y) = (sequences.first, sequences.second)
        var best = [[Int]](repeating: [Int](repeating: 0, count: y.count + 1), count: x.count + 1)
        func paired(_ i: Int, _ j: Int) -> Int? {
            guard let symbol = x[i], symbol == y[j] else { return nil }
            return sequences.weights[symbol] + best[i + 1][j + 1]
        }
        for i in x.indices.reversed() {
            for j in y.indices.reversed() {
                best[i][j] = max(best[i + 1][j], best[i][j + 1], paired(i, j) ?? 0)
            }
        }
        var pairs: [[Int]] = []
        var next = 0
        for i in x.indices {
            let j = (next..<max(next, y.count)).first { paired(i, $0) == best[i][next] }
            guard let j else { continue }
            pairs.append([i, j])
            next = j + 1
        }
        return pairs
    }

    private func randomSequences(_ random: inout SeededGenerator) -> WeightedSequences {
        var sequences = WeightedSequences()
        let symbols = Int.random(in: 1...6, using: &random)
        for _ in 0..<symbols {
            sequences.addSymbol(
                weight: random.chance(0.7) ? 1 : Int.random(in: 2...70, using: &random)
            )
        }
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            sequences.appendToSecond(Int.random(in: 0..<symbols, using: &random))
        }
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            let symbol = Int.random(in: 0..<symbols, using: &random)
            sequences.appendToFirst(sequences.positions[symbol].isEmpty ? nil : symbol)
        }
        return sequences
    }

    @Test("the sparse and the dense search find what the whole table finds")
    func searches() {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<1_000 {
            let sequences = randomSequences(&random)
            let expected = reference(sequences)
            #expect(SparseSubsequence(sequences).pairs.map { [$0.0, $0.1] } == expected)
            #expect(DenseSubsequence(sequences).pairs.map { [$0.0, $0.1] } == expected)
            #expect(sequences.heaviestCommonSubsequence.map { [$0.0, $0.1] } == expected)
        }
    }

    @Test("equal elements alone are paired, and equal ends trimmed first")
    func alignments() throws {
        var random = SeededGenerator(seed: 32)
        let elements = ["1", "1.0", #""a""#, "[1,2]", "[1,2,[3]]", #"{"b":[],"a":5}"#, "{}"]
        for _ in 0..<300 {
            let arrays = (0..<2).map { _ in
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    elements.randomElement(using: &random) ?? ""
                }
            }
            let texts = arrays.map { "[\($0.joined(separator: ","))]" }
            let values = try texts.map { try JSONDocument(parsing: $0).root.elements }
            let pairs = try AlignedArrays(texts[0], texts[1], limit: 0).pairs
            #expect(pairs == trimmedReference(values[0], values[1]), "\(texts)")
        }
    }

    private func trimmedReference(_ x: [JSONView], _ y: [JSONView]) -> [[Int]] {
        let shorter = min(x.count, y.count)
        let front = (0..<shorter).first { !x[$0].isSame(as: y[$0]) } ?? shorter
        let back =
            (0..<(shorter - front)).first { !x[x.count - 1 - $0].isSame(as: y[y.count - 1 - $0]) }
            ?? shorter - front
        let middle = y[front..<(y.count - back)]
        var sequences = WeightedSequences()
        var examples: [JSONView] = []
        for value in middle {
            let symbol = examples.firstIndex { $0.isSame(as: value) } ?? examples.count
            if symbol == examples.count {
                examples.append(value)
                sequences.addSymbol(weight: value.leafCount)
            }
            sequences.appendToSecond(symbol)
        }
        for value in x[front..<(x.count - back)] {
            sequences.appendToFirst(examples.firstIndex { $0.isSame(as: value) })
        }
        return (0..<front).map { [$0, $0] }
            + reference(sequences).map { [$0[0] + front, $0[1] + front] }
            + (0..<back).map { [x.count - back + $0, y.count - back + $0] }
    }

    @Test("the limit is the product of the lengths without the equal ends")
    func limit() throws {
        let original = #"["e",1,2,"e"]"#
        let modified = #"["e",3,4,"e"]"#
        #expect(
            try AlignedArrays(original, modified, limit: 4).pairs == [
                [0, 0], [1, 1], [2, 2], [3, 3],
            ]
        )
        #expect(try AlignedArrays(original, modified, limit: 3).pairs == [[0, 0], [3, 3]])
        let score = try AlignedArrays(original, modified, limit: 3).found.score
        #expect(score == 4 * Alignment.changedLeaf - 2)
    }
}
