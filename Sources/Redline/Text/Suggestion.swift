/// Finds the name that was probably meant.
public enum Suggestion {
    /// The candidate closest to `word`, or nil where none is close enough to be a slip of the hand.
    ///
    /// Close means at most a third of the word's length in edits (two neighbours swapped count as
    /// one), at least one edit; upper and lower case count as equal. Of equally close candidates
    /// the first wins.
    public static func closest(to word: String, in candidates: [String]) -> String? {
        let wanted = Array(word.lowercased().unicodeScalars)
        let allowed = max(1, wanted.count / 3)
        var best: (name: String, edits: Int)?
        for candidate in candidates {
            let edits = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
            guard edits <= allowed, edits < (best?.edits ?? Int.max) else { continue }
            best = (candidate, edits)
        }
        return best?.name
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
    private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(
                    last[j] + (a[i] == b[j] ? 0 : 1),
                    last[j + 1] + 1,
                    row[j] + 1
                )
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
