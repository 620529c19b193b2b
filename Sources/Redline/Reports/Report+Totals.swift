extension Report {
    /// The columns of totals that are figures of their own, as CSV and NDJSON name them.
    ///
    /// There they stand behind the columns of the rows, with the same figure in every row. A total
    /// that has the name of another column is called `total_` and that name.
    public var trailingColumns: [ReportColumn] {
        guard totalColumns != columns else { return [] }
        let names = Set(columns.map(\.name))
        return totalColumns.map { column in
            var trailing = column
            if names.contains(column.name) { trailing.name = "total_\(column.name)" }
            return trailing
        }
    }

    /// The cells of a row and, behind them, those of `trailingColumns`.
    public func cellsWithTotals(_ row: [ReportCell]) -> [ReportCell] {
        guard totalColumns != columns else { return row }
        return row + (totals ?? Array(repeating: .null, count: totalColumns.count))
    }
}
