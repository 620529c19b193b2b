/// Two sequences of symbols, each of which has a weight.
struct WeightedSequences {
    /// The first sequence; nil where a symbol is not one of the second's.
    private(set) var first: [Int?] = []
    /// The second sequence.
    private(set) var second: [Int] = []
    /// The weight of each symbol, at least 1.
    private(set) var weights: [Int] = []
    /// Where each symbol stands in the second sequence, ascending.
    private(set) var positions: [[Int]] = []

    mutating func addSymbol(weight: Int) {
        weights.append(weight)
        positions.append([])
    }

    mutating func appendToFirst(_ symbol: Int?) {
        first.append(symbol)
    }

    mutating func appendToSecond(_ symbol: Int) {
        positions[symbol].append(second.count)
        second.append(symbol)
    }

    /// The pairs of positions of the heaviest common subsequence; among those of equal weight, the
    /// one in which each element of the first sequence in turn has the earliest partner.
    var heaviestCommonSubsequence: [(Int, Int)] {
        if let pairs = greedySubsequence { return pairs }
        let equalPairs = first.reduce(0) { $0 + ($1.map { positions[$0].count } ?? 0) }
        // Beyond that, the sparse search takes longer than the dense one.
        return equalPairs > first.count * second.count / 512
            ? DenseSubsequence(self).pairs : SparseSubsequence(self).pairs
    }

    /// The first place of a symbol in the second sequence from a place on, among its `positions`.
    func place(of symbol: Int, from start: Int) -> Int? {
        let places = positions[symbol]
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < places.count ? low : nil
    }

    /// The pairs that come from always taking the earliest partner, where no subsequence can be
    /// heavier: then they are what is looked for.
    private var greedySubsequence: [(Int, Int)]? {
        var pairs: [(Int, Int)] = []
        var next = 0
        var counts = [Int](repeating: 0, count: weights.count)
        var weight = 0
        for (i, symbol) in first.enumerated() {
            guard let symbol else { continue }
            counts[symbol] += 1
            guard let place = place(of: symbol, from: next) else { continue }
            pairs.append((i, positions[symbol][place]))
            next = positions[symbol][place] + 1
            weight += weights[symbol]
        }
        let most = counts.indices.reduce(0) { total, symbol in
            total + min(counts[symbol], positions[symbol].count) * weights[symbol]
        }
        return weight == most ? pairs : nil
    }
}
