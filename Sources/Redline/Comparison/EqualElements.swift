/// The best alignment of two long arrays by their equal elements alone.
///
/// It is the heaviest common subsequence, each element weighing its leaves. What it costs does not
/// grow with the product of the lengths but for arrays of very many repeats, and there it is a
/// 64th of it.
struct EqualElements {
    private let pair: DocumentPair
    private let x: [Int]
    private let y: [Int]

    init(_ pair: DocumentPair, _ x: [Int], _ y: [Int]) {
        self.pair = pair
        self.x = x
        self.y = y
    }

    var alignment: (score: Int64, pairs: [(Int, Int)]) {
        let pairs = sequences.heaviestCommonSubsequence
        var score = x.reduce(0) { $0 + pair.dropping($1) }
        score += y.reduce(0) { $0 + pair.adding($1) }
        for (i, _) in pairs {
            score -= 2 * pair.dropping(x[i]) + Int64(pair.original.nodes[x[i]].leaves)
        }
        return (score, pairs)
    }

    /// The elements as symbols, one for all that are the same.
    private var sequences: WeightedSequences {
        var symbols: [UInt64: Int] = [:]
        var examples: [Int] = []
        var sequences = WeightedSequences()
        for element in y {
            var hash = pair.modified.nodes[element].hash
            // Values that differ under one hash take the next free one.
            while let known = symbols[hash],
                !pair.modified.isSame(examples[known], as: element, in: pair.modified)
            {
                hash &+= 1
            }
            let symbol = symbols[hash] ?? examples.count
            if symbol == examples.count {
                symbols[hash] = symbol
                examples.append(element)
                sequences.addSymbol(weight: Int(pair.modified.nodes[element].leaves))
            }
            sequences.appendToSecond(symbol)
        }
        for element in x {
            var hash = pair.original.nodes[element].hash
            while let known = symbols[hash],
                !pair.original.isSame(element, as: examples[known], in: pair.modified)
            {
                hash &+= 1
            }
            sequences.appendToFirst(symbols[hash])
        }
        return sequences
    }
}
