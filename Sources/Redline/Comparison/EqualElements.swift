/// The best alignment of two long arrays by their equal elements alone.
///
/// The heaviest common subsequence, each element weighing its leaves, by a sparse dynamic program
/// over the pairs of equal elements: the cost grows with those pairs and not with the product of
/// the lengths.
struct EqualElements {
    /// Beyond this many equal pairs (arrays of very many repeats), elements are paired from the
    /// front as they come, so that hostile input cannot take unbounded memory.
    static let pairLimit = 8_000_000

    private let x: [JSONView]
    private let y: [JSONView]

    init(_ x: [JSONView], _ y: [JSONView]) {
        self.x = x
        self.y = y
    }

    var alignment: (score: Int64, pairs: [(Int, Int)]) {
        let partners = self.partners
        let count = partners.reduce(0) { $0 + $1.count }
        let pairs = count > Self.pairLimit ? greedy(partners) : heaviest(partners)
        var score = x.reduce(0) { $0 + Alignment.weight($1) }
        score += y.reduce(0) { $0 + Alignment.weight($1) }
        for (i, _) in pairs {
            score -= 2 * Alignment.weight(x[i]) + Int64(x[i].leafCount)
        }
        return (score, pairs)
    }

    /// For each element of the original, the positions of the equal elements, ascending.
    private var partners: [ArraySlice<Int>] {
        var positions: [UInt64: [Int]] = [:]
        for (j, value) in y.enumerated() { positions[value.node.hash, default: []].append(j) }
        return x.map { value in
            guard let same = positions[value.node.hash] else { return [] }
            guard let first = same.first, !value.isSame(as: y[first]) else { return same[...] }
            // Two values that differ under one hash: compare each.
            return same.filter { value.isSame(as: y[$0]) }[...]
        }
    }

    private func heaviest(_ partners: [ArraySlice<Int>]) -> [(Int, Int)] {
        var starts: [Int] = []
        starts.reserveCapacity(x.count)
        var total = 0
        for same in partners {
            starts.append(total)
            total += same.count
        }
        // value[start of i + k]: the heaviest alignment that begins with i and its k-th partner.
        var value = [Int64](repeating: 0, count: total)
        var after = SuffixMaximum(count: y.count + 1)
        for i in stride(from: x.count - 1, through: 0, by: -1) {
            let weight = Int64(x[i].leafCount)
            for (k, j) in partners[i].enumerated() {
                value[starts[i] + k] = weight + after.maximum(from: j + 1)
            }
            for (k, j) in partners[i].enumerated() {
                after.raise(j, to: value[starts[i] + k])
            }
        }
        var pairs: [(Int, Int)] = []
        var remaining = after.maximum(from: 0)
        var next = 0
        for i in x.indices where remaining > 0 {
            for (k, j) in partners[i].enumerated()
            where j >= next && value[starts[i] + k] == remaining {
                pairs.append((i, j))
                remaining -= Int64(x[i].leafCount)
                next = j + 1
                break
            }
        }
        return pairs
    }

    private func greedy(_ partners: [ArraySlice<Int>]) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        var next = 0
        for i in x.indices {
            let same = partners[i]
            var low = same.startIndex
            var high = same.endIndex
            while low < high {
                let middle = (low + high) / 2
                if same[middle] < next { low = middle + 1 } else { high = middle }
            }
            guard low < same.endIndex else { continue }
            pairs.append((i, same[low]))
            next = same[low] + 1
        }
        return pairs
    }
}

/// A Fenwick tree that answers for the largest value at or behind a position.
private struct SuffixMaximum {
    private var tree: [Int64]

    init(count: Int) {
        tree = [Int64](repeating: 0, count: count + 1)
    }

    func maximum(from position: Int) -> Int64 {
        var result: Int64 = 0
        var index = tree.count - 1 - position
        while index > 0 {
            result = max(result, tree[index])
            index -= index & -index
        }
        return result
    }

    mutating func raise(_ position: Int, to value: Int64) {
        var index = tree.count - 1 - position
        while index < tree.count {
            tree[index] = max(tree[index], value)
            index += index & -index
        }
    }
}
