/// The part of a matrix of edit distances that lies along its diagonal, and its layout in memory.
///
/// A row stands for each word of the text, a column for each word of the reference, one more each
/// for none. Width and slope are those of sacrebleu, for they decide which shifts are found.
struct Beam {
    /// Stands for the distance of cells outside the beam.
    static let outside: Int32 = 1 << 29
    /// Half the beam's width, in words.
    private static let width = 25

    /// The number of the last row.
    let lastRow: Int
    /// The number of the last column.
    let lastColumn: Int
    /// The columns in which each row lies in the beam.
    ///
    /// In the first row all columns do, but only those that the second reaches count.
    private let columns: [Range<Int>]
    /// The distance between two rows in memory.
    private let stride: Int
    /// The cells before a row's beam that stay outside.
    private let margin: Int

    /// - Parameters:
    ///   - lastRow: The number of the text's words, above 0.
    ///   - lastColumn: The number of the reference's words, above 0.
    init(lastRow: Int, lastColumn: Int) {
        self.lastRow = lastRow
        self.lastColumn = lastColumn
        let slope = Double(lastColumn) / Double(lastRow)
        let isSteep = Double(Self.width) < slope / 2
        let reach =
            isSteep ? Int((slope / 2 + Double(Self.width)).rounded(.up)) : Self.width
        var columns: [Range<Int>] = [0..<0]
        columns.reserveCapacity(lastRow + 1)
        for row in 1...lastRow {
            let diagonal = Int((Double(row) * slope).rounded(.down))
            let end = row == lastRow ? lastColumn + 1 : min(lastColumn + 1, diagonal + reach)
            columns.append(max(0, diagonal - reach)..<end)
        }
        columns[0] = 0..<columns[1].upperBound
        var widest = columns[0].count
        var margin = 1
        var trail = 1
        for row in 1...lastRow {
            widest = max(widest, columns[row].count)
            margin = max(margin, columns[row].lowerBound - columns[row - 1].lowerBound)
            trail = max(trail, columns[row].upperBound - columns[row - 1].upperBound)
        }
        self.columns = columns
        self.margin = margin
        stride = margin + widest + trail
    }

    /// The columns in which a row lies in the beam.
    subscript(row: Int) -> Range<Int> {
        columns[row]
    }

    /// Memory for a number of rows, all cells outside the beam.
    func allocate(rows: Int) -> UnsafeMutablePointer<Int32> {
        let cells = UnsafeMutablePointer<Int32>.allocate(capacity: rows * stride)
        cells.initialize(repeating: Self.outside, count: rows * stride)
        return cells
    }

    /// Where the first cell of a row's beam lies in memory.
    func start(of row: Int) -> Int {
        row * stride + margin
    }
}
