/// The escaped cells of a text table, with the cells of the terminal that each takes.
struct TextTableGrid {
    struct Cell {
        let text: String
        let width: Int

        init(_ text: String) {
            self.text = DisplayText.escaped(text)
            width = DisplayText.width(of: self.text)
        }

        func shortened(to limit: Int) -> Cell {
            width > limit ? Cell(DisplayText.shortened(text, to: limit)) : self
        }
    }

    let headings: [Cell]
    let rows: [[Cell]]
    let totals: [Cell]?
    /// The widest cell of each column, its heading included.
    let widths: [Int]

    init(_ table: TextTable) {
        let count = table.columns.count
        let headings = table.columns.map { Cell($0.heading) }
        let rows = table.rows.map { Self.cells($0, count: count) }
        let totals = table.totals.map { Self.cells($0, count: count) }
        var widths = headings.map(\.width)
        for row in rows + (totals.map { [$0] } ?? []) {
            for column in 0..<count { widths[column] = max(widths[column], row[column].width) }
        }
        self.headings = headings
        self.rows = rows
        self.totals = totals
        self.widths = widths
    }

    /// Exactly one cell for every column.
    private static func cells(_ texts: [String], count: Int) -> [Cell] {
        (0..<count).map { Cell($0 < texts.count ? texts[$0] : "") }
    }
}
