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

    private let original: [JSONView]
    private let modified: [JSONView]
    private let limit: Int

    init(_ original: [JSONView], _ modified: [JSONView], limit: Int = fullSearchLimit) {
        self.original = original
        self.modified = modified
        self.limit = limit
        align()
    }

    private mutating func align() {
        var front = 0
        var n = original.count
        var m = modified.count
        while front < min(n, m), original[front].isSame(as: modified[front]) {
            pairs.append((front, front))
            score -= Int64(original[front].leafCount)
            front += 1
        }
        while front < min(n, m), original[n - 1].isSame(as: modified[m - 1]) {
            n -= 1
            m -= 1
            score -= Int64(original[n].leafCount)
        }
        if front < n, front < m {
            let x = Array(original[front..<n])
            let y = Array(modified[front..<m])
            let (middle, found) =
                x.count * y.count > limit
                ? EqualElements(x, y).alignment : FullSearch(x, y).alignment
            score += middle
            pairs += found.map { ($0.0 + front, $0.1 + front) }
        } else {
            for position in front..<max(front, n) { score += Self.weight(original[position]) }
            for position in front..<max(front, m) { score += Self.weight(modified[position]) }
        }
        pairs += (0..<(original.count - n)).map { (n + $0, m + $0) }
    }

    /// What dropping or adding a value costs.
    @inline(__always)
    static func weight(_ value: JSONView) -> Int64 {
        Int64(value.leafCount) * changedLeaf
    }

    /// The least score of two values below the root.
    static func score(_ x: JSONView, _ y: JSONView) -> Int64 {
        if x.isSame(as: y) { return -Int64(x.leafCount) }
        if x.isLeaf, y.isLeaf { return changedLeaf }
        guard !x.isLeaf, !y.isLeaf, x.kind == y.kind else { return weight(x) + weight(y) }
        if x.kind == .array { return Alignment(x.elements, y.elements).score }
        return objectScore(x, y)
    }

    private static func objectScore(_ x: JSONView, _ y: JSONView) -> Int64 {
        var total: Int64 = 0
        var shared: Int64 = 0
        var position = x.index + 1
        while position < Int(x.node.next) {
            let name = x.document.nodes[position]
            let value = JSONView(document: x.document, index: position + 1)
            position = Int(value.node.next)
            guard !name.flag else { continue }
            let partner = x.document.withContent(of: name) { bytes in
                y.document.member(of: y.index, named: bytes)
            }
            if let partner {
                let other = JSONView(document: y.document, index: partner)
                total += score(value, other)
                shared += weight(other)
            } else {
                total += weight(value)
            }
        }
        return total + weight(y) - shared
    }
}
