/// The alignment of two arrays: which elements belong together.
///
/// Order is kept; the changed leaves are as few as possible, then the kept leaves as many as
/// possible, then each original element takes the earliest partner that a best alignment allows.
/// Equal ends are trimmed first, the front before the back. See "The things that are counted" in
/// the definitions of the figures.
struct Alignment {
    /// One changed leaf outweighs any number of kept leaves.
    static let changedLeaf = Int64(1) << 40
    /// Beyond this product of lengths, after trimming, only equal elements are paired.
    static let fullSearchLimit = 1_000_000

    /// `changedLeaf` times the changed leaves, less the kept leaves.
    private(set) var score: Int64 = 0
    /// Pairs of positions, in order.
    private(set) var pairs: [(Int, Int)] = []
    /// How many pairs, at the front and at the back, are of equal elements, as far as was tried.
    private(set) var equalEnds = (front: 0, back: 0)

    /// The nodes of the elements.
    private let original: [Int]
    private let modified: [Int]
    private let pair: DocumentPair
    private let limit: Int

    /// Aligns two arrays, each given by its node.
    init(_ pair: DocumentPair, _ x: Int, _ y: Int, limit: Int = fullSearchLimit) {
        self.pair = pair
        self.limit = limit
        original = pair.original.elements(of: x)
        modified = pair.modified.elements(of: y)
        align()
    }

    private mutating func align() {
        var front = 0
        var n = original.count
        var m = modified.count
        while front < min(n, m), pair.areSame(original[front], modified[front]) {
            pairs.append((front, front))
            score -= leaves(original[front])
            front += 1
        }
        while front < min(n, m), pair.areSame(original[n - 1], modified[m - 1]) {
            n -= 1
            m -= 1
            score -= leaves(original[n])
        }
        if front < n, front < m {
            let x = original[front..<n]
            let y = modified[front..<m]
            let (middle, found) =
                x.count * y.count > limit
                ? EqualElements(pair, Array(x), Array(y)).alignment
                : FullSearch(pair, Array(x), Array(y)).alignment
            score += middle
            pairs += found.map { ($0.0 + front, $0.1 + front) }
        } else {
            for position in front..<max(front, n) { score += pair.dropping(original[position]) }
            for position in front..<max(front, m) { score += pair.adding(modified[position]) }
        }
        equalEnds = (front, original.count - n)
        pairs += (0..<(original.count - n)).map { (n + $0, m + $0) }
    }

    private func leaves(_ element: Int) -> Int64 {
        Int64(pair.original.nodes[element].leaves)
    }
}
