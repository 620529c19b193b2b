@testable import Redline

/// The comparison's cost by trying every alignment that keeps order; for small arrays.
enum BruteForce {
    static let changedLeaf = Int64(1) << 40

    static func score(_ x: JSONTree, _ y: JSONTree) -> Int64 {
        if x.isLeaf, y.isLeaf { return x == y ? -1 : changedLeaf }
        switch (x, y) {
        case (.array(let a), .array(let b)) where !x.isLeaf && !y.isLeaf:
            return alignment(a, b).score
        case (.object(let a), .object(let b)) where !x.isLeaf && !y.isLeaf:
            var total: Int64 = 0
            for member in a {
                total +=
                    y.member(member.name).map { score(member.value, $0) }
                    ?? weight(member.value)
            }
            for member in b where x.member(member.name) == nil { total += weight(member.value) }
            return total
        default:
            return weight(x) + weight(y)
        }
    }

    private static func weight(_ tree: JSONTree) -> Int64 {
        Int64(tree.size) * changedLeaf
    }

    /// The least score of two arrays, and of the alignments that reach it the one whose pairs come
    /// earliest.
    static func alignment(
        _ a: [JSONTree],
        _ b: [JSONTree]
    ) -> (score: Int64, pairs: [[Int]]) {
        let scores = a.map { x in b.map { y in score(x, y) } }
        var best: (score: Int64, pairs: [[Int]])?
        func consider(_ i: Int, _ j: Int, _ total: Int64, _ pairs: [[Int]]) {
            guard i < a.count else {
                let total = b[j...].reduce(total) { $0 + weight($1) }
                if let found = best {
                    guard (total, order(pairs)) < (found.score, order(found.pairs)) else { return }
                }
                best = (total, pairs)
                return
            }
            var added = total
            for k in j..<max(j, b.count) {
                if scores[i][k] < weight(a[i]) + weight(b[k]) {
                    consider(i + 1, k + 1, added + scores[i][k], pairs + [[i, k]])
                }
                added += weight(b[k])
            }
            consider(i + 1, j, total + weight(a[i]), pairs)
        }
        /// Pairs as a string of digits; an end comes behind every digit, since more pairs are
        /// earlier ones.
        func order(_ pairs: [[Int]]) -> String {
            pairs.map { "\($0[0])\($0[1])" }.joined() + "~"
        }
        consider(0, 0, 0, [])
        return best ?? (0, [])
    }

    /// The changes that a comparison by position alone would find.
    static func changesByPosition(_ x: JSONTree, _ y: JSONTree) -> Int {
        if x.isLeaf, y.isLeaf { return x == y ? 0 : 1 }
        switch (x, y) {
        case (.array(let a), .array(let b)) where !x.isLeaf && !y.isLeaf:
            let both = zip(a, b).reduce(0) { $0 + changesByPosition($1.0, $1.1) }
            let rest = a.dropFirst(b.count) + b.dropFirst(a.count)
            return rest.reduce(both) { $0 + $1.size }
        case (.object(let a), .object(let b)) where !x.isLeaf && !y.isLeaf:
            let both = a.reduce(0) { total, member in
                total
                    + (y.member(member.name).map { changesByPosition(member.value, $0) }
                        ?? member.value.size)
            }
            return b.reduce(both) { $0 + (x.member($1.name) == nil ? $1.value.size : 0) }
        default:
            return x.size + y.size
        }
    }
}
