/// The unrestricted Damerau-Levenshtein distance within a diagonal band of the matrix (Lowrance and
/// Wagner 1975).
///
/// A path of at most `cutoff` edits stays within `cutoff` of the diagonal, and a swap reaches back
/// at most `cutoff` + 1 rows: so many rows are kept.
struct DamerauBand {
    private let first: ArraySlice<UInt32>
    private let second: ArraySlice<UInt32>
    private let cutoff: Int
    private let width: Int
    private let keptRows: Int
    private var cells: [Int]

    init(_ first: ArraySlice<UInt32>, _ second: ArraySlice<UInt32>, cutoff: Int) {
        self.first = first
        self.second = second
        self.cutoff = cutoff
        width = 2 * cutoff + 1
        keptRows = min(first.count + 1, cutoff + 2)
        cells = Array(repeating: 0, count: keptRows * width)
    }

    /// The distance, or `nil` where it is more than the cutoff.
    mutating func distance() -> Int? {
        for offset in 0..<width {
            cells[offset] = offset >= cutoff ? offset - cutoff : cutoff + 1
        }
        // Per column, the last row before this one whose code point is the column's; 0 for none.
        var lastRows = [Int](repeating: 0, count: second.count + 1)
        var hopelessRows = 0
        for row in 1...first.count {
            let least = fill(row, &lastRows)
            hopelessRows = least > cutoff ? hopelessRows + 1 : 0
            guard hopelessRows <= cutoff else {
                return nil
            }
        }
        let result = cell(first.count, second.count)
        return result <= cutoff ? result : nil
    }

    /// Computes a row and gives its least value.
    private mutating func fill(_ row: Int, _ lastRows: inout [Int]) -> Int {
        let point = first[first.startIndex + row - 1]
        let base = row % keptRows * width
        for offset in 0..<width {
            cells[base + offset] = cutoff + 1
        }
        var least = cutoff + 1
        var lastColumn = 0
        let low = max(0, row - cutoff)
        let high = min(second.count, row + cutoff)
        guard low <= high else {
            return least
        }
        for column in low...high {
            var value = cell(row - 1, column) + 1
            if column == 0 {
                value = min(value, row)
            } else {
                let isSame = second[second.startIndex + column - 1] == point
                value = min(value, cell(row, column - 1) + 1)
                value = min(value, cell(row - 1, column - 1) + (isSame ? 0 : 1))
                let lastRow = lastRows[column]
                if lastRow > 0, lastColumn > 0 {
                    let between = (row - lastRow - 1) + (column - lastColumn - 1)
                    if between < cutoff {
                        value = min(value, cell(lastRow - 1, lastColumn - 1) + between + 1)
                    }
                }
                if isSame {
                    lastRows[column] = row
                    lastColumn = column
                }
            }
            value = min(value, cutoff + 1)
            cells[base + column - row + cutoff] = value
            least = min(least, value)
        }
        return least
    }

    /// A value of the matrix, from a row that is kept; more than the cutoff where it lies outside
    /// the band.
    private func cell(_ row: Int, _ column: Int) -> Int {
        let offset = column - row + cutoff
        guard 0..<width ~= offset, column >= 0 else {
            return cutoff + 1
        }
        return cells[row % keptRows * width + offset]
    }
}
