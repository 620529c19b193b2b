/// The longest common subsequence of two sequences of words, by Myers' greedy algorithm (1986).
struct CommonWords {
    /// The number of removals and additions beyond which the search is given up: a thousand, fewer
    /// for texts so long that a thousand would take seconds.
    private static func limit(_ words: Int) -> Int {
        min(words, 1000, max(50, 100_000_000 / max(words, 1)))
    }

    private let old: [Int]
    private let new: [Int]

    init(_ old: [[UInt8]], _ new: [[UInt8]]) {
        var numbers: [[UInt8]: Int] = [:]
        func number(_ word: [UInt8]) -> Int {
            if let known = numbers[word] { return known }
            numbers[word] = numbers.count
            return numbers.count - 1
        }
        self.old = old.map(number)
        self.new = new.map(number)
    }

    /// The indices of the words that both have, in order.
    func pairs() -> [(old: Int, new: Int)] {
        let before = zip(old, new).prefix { $0 == $1 }.count
        let shorter = min(old.count, new.count) - before
        let after = zip(old.reversed(), new.reversed()).prefix(shorter).prefix { $0 == $1 }.count
        let middle = middlePairs(before..<old.count - after, before..<new.count - after)
        let front = (0..<before).map { (old: $0, new: $0) }
        let back = (0..<after).reversed().map {
            (old: old.count - 1 - $0, new: new.count - 1 - $0)
        }
        return front + middle + back
    }

    /// The pairs within two ranges that begin and end with different words.
    private func middlePairs(
        _ oldRange: Range<Int>,
        _ newRange: Range<Int>
    ) -> [(old: Int, new: Int)] {
        guard !oldRange.isEmpty, !newRange.isEmpty else { return [] }
        let old = Array(self.old[oldRange])
        let new = Array(self.new[newRange])
        guard let rounds = Self.search(old, new) else { return [] }
        return Self.pairs(rounds, old.count, new.count).map {
            (old: $0.old + oldRange.lowerBound, new: $0.new + newRange.lowerBound)
        }
    }

    /// For each number of edits `d`, how far into `old` one comes on the diagonals `-d...d` with
    /// one edit less (the state before round `d`); nil beyond the limit.
    private static func search(_ old: [Int], _ new: [Int]) -> [[Int32]]? {
        var rounds: [[Int32]] = []
        var reached: [Int32] = [0, 0, 0]
        for edits in 0...limit(old.count + new.count) {
            rounds.append(reached)
            // `reached` covers the diagonals -edits-1...edits+1.
            var next = [Int32](repeating: 0, count: 2 * edits + 5)
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                var x = start(reached, edits, diagonal)
                var y = x - diagonal
                while x < old.count, y < new.count, old[x] == new[y] {
                    x += 1
                    y += 1
                }
                next[diagonal + edits + 2] = Int32(x)
                if x >= old.count, y >= new.count { return rounds }
            }
            reached = next
        }
        return nil
    }

    /// Where a diagonal is entered: from the neighbour that is further, a removal before an
    /// addition where they are equal.
    private static func start(_ reached: [Int32], _ edits: Int, _ diagonal: Int) -> Int {
        guard edits > 0 else { return 0 }
        let above = Int(reached[diagonal + 1 + edits + 1])
        let left = Int(reached[diagonal - 1 + edits + 1])
        if diagonal == -edits || diagonal != edits && left < above { return above }
        return left + 1
    }

    /// Walks the way back from the end.
    private static func pairs(
        _ rounds: [[Int32]],
        _ oldCount: Int,
        _ newCount: Int
    ) -> [(old: Int, new: Int)] {
        var pairs: [(old: Int, new: Int)] = []
        var x = oldCount
        var y = newCount
        for edits in rounds.indices.reversed() {
            let diagonal = x - y
            let entry = start(rounds[edits], edits, diagonal)
            while x > entry {
                x -= 1
                y -= 1
                pairs.append((x, y))
            }
            guard edits > 0 else { break }
            let above = Int(rounds[edits][diagonal + 1 + edits + 1])
            let isAddition = diagonal == -edits || diagonal != edits && entry == above
            if isAddition { y -= 1 } else { x -= 1 }
        }
        return pairs.reversed()
    }
}
