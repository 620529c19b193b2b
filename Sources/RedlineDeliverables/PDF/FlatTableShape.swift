import Redline

/// A table with what its columns need: found once, for counting and for drawing.
struct FlatTableShape {
    let table: FlatTable
    /// The widths that the columns would like to have.
    let wanted: [Double]
    /// Whether a column holds numbers, and nothing else.
    let isNumeric: [Bool]

    /// The widest that a column asks for.
    private static let widest = 220.0

    init(_ table: FlatTable, _ typesetter: Typesetter) {
        self.table = table
        let padding = 2 * PageTable.sidePadding
        var wanted = table.columns.map { name in
            min(
                typesetter.width(of: FieldLabel.text(String(name.prefix(60))), .strong) + padding,
                Self.widest
            )
        }
        var isNumeric = [Bool](repeating: true, count: table.columns.count)
        for row in table.rows {
            for (column, cell) in row.cells {
                if isNumeric[column], cell != .null, !TypedValue(cell).isNumber {
                    isNumeric[column] = false
                }
                guard wanted[column] < Self.widest else { continue }
                let text = cell.text
                guard text.utf8.count < 400 else {
                    wanted[column] = Self.widest
                    continue
                }
                let width = typesetter.width(of: text, .body) + padding
                wanted[column] = min(max(wanted[column], width), Self.widest)
            }
        }
        self.wanted = wanted
        self.isNumeric = isNumeric
    }

    /// The columns in runs that fit beside each other.
    func runs(in room: Double) -> [Range<Int>] {
        let most = max(1, Int(room / ColumnWidths.narrowest))
        // Runs of about the same size look better than a full one and a rest.
        let count = (table.columns.count + most - 1) / most
        guard count > 0 else { return [] }
        let size = (table.columns.count + count - 1) / count
        return (0..<count).map { ($0 * size)..<min(($0 + 1) * size, table.columns.count) }
    }
}
