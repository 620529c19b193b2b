/// The Levenshtein distance of two texts within a diagonal band of the matrix, 64 rows at a time.
///
/// A word of 64 bits holds the vertical differences of 64 rows in one column (Myers 1999); the
/// horizontal differences along the lower edge of such a strip pass on to the strip below (Hyyrö
/// 2003). A path of at most `cutoff` edits cannot leave the band (Ukkonen 1985); on its edges,
/// differences of +1 stand in, which never make a distance too small.
struct MyersBand {
    private let pair: TrimmedPair
    private let cutoff: Int
    /// How far the band reaches beyond the diagonals between the two corners, on either side.
    private let margin: Int

    /// - Parameters:
    ///   - pair: Two texts, neither empty.
    ///   - cutoff: At least the difference of the lengths.
    init(_ pair: TrimmedPair, cutoff: Int) {
        self.pair = pair
        self.cutoff = cutoff
        margin = (cutoff - (pair.columns.count - pair.rows.count)) / 2
    }

    /// The distance, or `nil` where it is more than the cutoff.
    func distance() -> Int? {
        let rowCount = pair.rows.count
        let columnCount = pair.columns.count
        var masks = [UInt64](repeating: 0, count: pair.symbols)
        var edge = [UInt8](repeating: 1, count: columnCount)
        var score = 0
        var scoredColumn = 0
        for top in stride(from: 0, to: rowCount, by: 64) {
            let height = min(64, rowCount - top)
            let columns = self.columns(of: top, height: height)
            for column in scoredColumn..<(columns.lowerBound) {
                score += Self.difference(edge[column])
            }
            scoredColumn = columns.lowerBound
            score += height
            set(&masks, top: top, height: height)
            pass(over: columns, height: height, masks: masks, edge: &edge)
            clear(&masks, top: top, height: height)
            guard isWithinReach(score, edge, columns, rowsBelow: rowCount - top - height) else {
                return nil
            }
        }
        for column in scoredColumn..<columnCount {
            score += Self.difference(edge[column])
        }
        return score <= cutoff ? score : nil
    }

    /// The columns in which a strip of rows has cells of the band.
    private func columns(of top: Int, height: Int) -> Range<Int> {
        let reach = pair.columns.count - pair.rows.count + margin
        return max(0, top - margin)..<min(pair.columns.count, top + height + reach)
    }

    private func set(_ masks: inout [UInt64], top: Int, height: Int) {
        for row in 0..<height {
            masks[Int(pair.rows[top + row])] |= 1 << UInt64(row)
        }
    }

    private func clear(_ masks: inout [UInt64], top: Int, height: Int) {
        for row in 0..<height {
            masks[Int(pair.rows[top + row])] = 0
        }
    }

    /// Computes a strip; `edge` holds the horizontal differences above it and then those of its
    /// last row: 1 up, 2 down, 0 neither.
    private func pass(
        over columns: Range<Int>,
        height: Int,
        masks: [UInt64],
        edge: inout [UInt8]
    ) {
        let last = UInt64(height - 1)
        var up = ~UInt64(0)
        var down = UInt64(0)
        pair.columns.withUnsafeBufferPointer { text in
            masks.withUnsafeBufferPointer { masks in
                edge.withUnsafeMutableBufferPointer { edge in
                    for column in columns {
                        let above = UInt64(edge[column])
                        let rises = above & 1
                        let falls = above >> 1
                        var equal = masks[Int(text[column])]
                        let vertical = equal | down
                        equal |= falls
                        let level = (((equal & up) &+ up) ^ up) | equal
                        var right = down | ~(level | up)
                        var left = up & level
                        edge[column] = UInt8(
                            truncatingIfNeeded: (right >> last) & 1 | ((left >> last) & 1) << 1
                        )
                        right = right << 1 | rises
                        left = left << 1 | falls
                        up = left | ~(vertical | right)
                        down = right & vertical
                    }
                }
            }
        }
    }

    /// Whether some cell of a strip's last row can still lie on a path that is short enough.
    ///
    /// `score` is the distance before the first of the columns.
    private func isWithinReach(
        _ score: Int,
        _ edge: [UInt8],
        _ columns: Range<Int>,
        rowsBelow: Int
    ) -> Bool {
        var score = score
        guard score + abs(pair.columns.count - columns.lowerBound - rowsBelow) > cutoff else {
            return true
        }
        for column in columns {
            score += Self.difference(edge[column])
            if score + abs(pair.columns.count - column - 1 - rowsBelow) <= cutoff {
                return true
            }
        }
        return false
    }

    private static func difference(_ step: UInt8) -> Int {
        Int(step & 1) - Int(step >> 1)
    }
}
