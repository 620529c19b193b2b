/// A table of aligned columns for a terminal or a text file.
///
/// A table that is wider than its style allows has its text columns shortened; where that is not
/// enough, it is split into blocks of columns, each of which begins with the key columns. Content
/// is escaped as `DisplayText` does it.
public struct TextTable: Sendable {
    /// The columns.
    public var columns: [TextTableColumn]
    /// The rows, with one cell for every column.
    public var rows: [[String]]
    /// A last row, set apart from the others.
    public var totals: [String]?

    /// Makes a table.
    public init(columns: [TextTableColumn], rows: [[String]], totals: [String]? = nil) {
        self.columns = columns
        self.rows = rows
        self.totals = totals
    }

    /// The table as text, every line ended by a line feed.
    public func text(_ style: TextStyle = .plain) -> String {
        guard !columns.isEmpty else { return "" }
        let grid = TextTableGrid(self)
        let layout = TextTableLayout(columns: columns, naturalWidths: grid.widths)
        return layout.blocks(width: style.width).map { block in
            text(of: block, grid, style)
        }.joined(separator: "\n")
    }

    /// The same table with one more column, which has no heading.
    func inserting(_ cells: [String], at column: Int) -> TextTable {
        var table = self
        table.columns.insert(TextTableColumn(""), at: column)
        for row in rows.indices { table.rows[row].insert(cells[row], at: column) }
        table.totals?.insert("", at: column)
        return table
    }

    /// Where the columns stand in that width.
    func places(width: Int) -> [[TextTableLayout.Placement]] {
        let layout = TextTableLayout(columns: columns, naturalWidths: TextTableGrid(self).widths)
        return layout.blocks(width: width)
    }

    private func text(
        of block: [TextTableLayout.Placement],
        _ grid: TextTableGrid,
        _ style: TextStyle
    ) -> String {
        let rule = block.map { String(repeating: "─", count: $0.width) }.joined(separator: "  ")
        var lines = [style.bold(line(grid.headings, block)), style.dim(rule)]
        for row in grid.rows { lines.append(line(row, block)) }
        if let totals = grid.totals {
            lines.append(style.dim(rule))
            lines.append(line(totals, block))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(
        _ cells: [TextTableGrid.Cell],
        _ block: [TextTableLayout.Placement]
    ) -> String {
        var line = ""
        // Blanks are owed until something follows, so that no line ends in them.
        var blanks = 0
        for placement in block {
            let cell = cells[placement.column].shortened(to: placement.width)
            let padding = placement.width - cell.width
            let before = columns[placement.column].alignment == .right ? padding : 0
            if !cell.text.isEmpty {
                line += String(repeating: " ", count: blanks + before) + cell.text
                blanks = padding - before + 2
            } else {
                blanks += placement.width + 2
            }
        }
        return line
    }
}
