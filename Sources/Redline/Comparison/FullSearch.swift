/// The best alignment of two arrays by dynamic programming over all pairs of elements.
struct FullSearch {
    private let pair: DocumentPair
    private let x: [Int]
    private let y: [Int]

    init(_ pair: DocumentPair, _ x: [Int], _ y: [Int]) {
        self.pair = pair
        self.x = x
        self.y = y
    }

    /// Marks two elements that share no leaf; such elements are never paired.
    private static let apart = Int64.max

    var alignment: (score: Int64, pairs: [(Int, Int)]) {
        let n = x.count
        let m = y.count
        let drop = x.map(pair.dropping)
        let add = y.map(pair.adding)
        var scores = [Int64](repeating: Self.apart, count: n * m)
        for i in 0..<n {
            for j in 0..<m {
                let score = pair.score(x[i], y[j])
                if score < drop[i] + add[j] { scores[i * m + j] = score }
            }
        }
        // best[i][j] is the least score of the elements from i and from j on.
        let width = m + 1
        var best = [Int64](repeating: 0, count: (n + 1) * width)
        for j in stride(from: m - 1, through: 0, by: -1) {
            best[n * width + j] = add[j] + best[n * width + j + 1]
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
            best[i * width + m] = drop[i] + best[(i + 1) * width + m]
            for j in stride(from: m - 1, through: 0, by: -1) {
                var least = drop[i] + best[(i + 1) * width + j]
                least = min(least, add[j] + best[i * width + j + 1])
                if scores[i * m + j] != Self.apart {
                    least = min(least, scores[i * m + j] + best[(i + 1) * width + j + 1])
                }
                best[i * width + j] = least
            }
        }
        var pairs: [(Int, Int)] = []
        var next = 0
        for i in 0..<n {
            var added: Int64 = 0
            for j in next..<max(next, m) {
                let score = scores[i * m + j]
                if score != Self.apart,
                    best[i * width + next] == added + score + best[(i + 1) * width + j + 1]
                {
                    pairs.append((i, j))
                    next = j + 1
                    break
                }
                added += add[j]
            }
        }
        return (best[0], pairs)
    }
}
