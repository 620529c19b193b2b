/// The heaviest common subsequence by a dynamic program over the pairs of equal elements: right
/// where there are few of them.
struct SparseSubsequence {
    private let sequences: WeightedSequences

    init(_ sequences: WeightedSequences) {
        self.sequences = sequences
    }

    var pairs: [(Int, Int)] {
        let first = sequences.first
        var starts: [Int] = []
        starts.reserveCapacity(first.count)
        var total = 0
        for symbol in first {
            starts.append(total)
            total += symbol.map { sequences.positions[$0].count } ?? 0
        }
        // values[starts[i] + k]: the heaviest subsequence that begins with i and its k-th partner.
        var values = [Int](repeating: 0, count: total)
        var after = SuffixMaximum(count: sequences.second.count + 1)
        for i in stride(from: first.count - 1, through: 0, by: -1) {
            guard let symbol = first[i] else { continue }
            let weight = sequences.weights[symbol]
            for (k, j) in sequences.positions[symbol].enumerated() {
                values[starts[i] + k] = weight + after.maximum(from: j + 1)
            }
            for (k, j) in sequences.positions[symbol].enumerated() {
                after.raise(j, to: values[starts[i] + k])
            }
        }
        var pairs: [(Int, Int)] = []
        var remaining = after.maximum(from: 0)
        var next = 0
        for i in first.indices where remaining > 0 {
            // No later partner allows for more than the earliest one.
            guard let symbol = first[i], let k = sequences.place(of: symbol, from: next),
                values[starts[i] + k] == remaining
            else { continue }
            let j = sequences.positions[symbol][k]
            pairs.append((i, j))
            remaining -= sequences.weights[symbol]
            next = j + 1
        }
        return pairs
    }
}

/// A Fenwick tree that answers for the largest value at or behind a position.
private struct SuffixMaximum {
    private var tree: [Int]

    init(count: Int) {
        tree = [Int](repeating: 0, count: count + 1)
    }

    func maximum(from position: Int) -> Int {
        var result = 0
        var index = tree.count - 1 - position
        while index > 0 {
            result = max(result, tree[index])
            index -= index & -index
        }
        return result
    }

    mutating func raise(_ position: Int, to value: Int) {
        var index = tree.count - 1 - position
        while index < tree.count {
            tree[index] = max(tree[index], value)
            index += index & -index
        }
    }
}
