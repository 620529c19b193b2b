import Redline

/// Renders a report as an aligned table for people.
enum TableReport {
    static func text(_ report: Report, _ style: TextStyle) -> String {
        let figures = ReportFigures(report)
        var text = style.bold(DisplayText.escaped(report.title)) + "\n"
        for line in lines(figures.question, style.width) { text += style.dim(line) + "\n" }
        if !report.columns.isEmpty { text += "\n" + table(figures, style).text(style) }
        if !figures.ownTotals.isEmpty { text += "\n" + totals(figures).text(style) }
        text += "\n"
        for line in lines(figures.notes, style.width) { text += style.dim(line) + "\n" }
        return text
    }

    /// The table, on a terminal with bars where there is room for them.
    private static func table(_ figures: ReportFigures, _ style: TextStyle) -> TextTable {
        let table = table(figures)
        guard let width = style.width, let (column, bars) = bars(figures) else { return table }
        let barred = table.inserting(bars, at: column + 1)
        // No other column gives up anything for them.
        let places = barred.places(width: width).map { block in
            block.filter { $0.column != column + 1 }.map { place in
                TextTableLayout.Placement(
                    column: place.column > column ? place.column - 1 : place.column,
                    width: place.width
                )
            }
        }
        return places == table.places(width: width) ? barred : table
    }

    /// The figures of the report's chart as bars, with the column that they stand beside.
    private static func bars(_ figures: ReportFigures) -> (column: Int, bars: [String])? {
        guard let name = figures.report.chart?.columns[.y],
            let column = figures.report.columns.firstIndex(where: { $0.name == name }),
            figures.report.rows.count > 1
        else { return nil }
        let values = figures.report.rows.map { $0[column].finite }
        // Of less than nothing there is no bar, and of a share the whole is known.
        guard values.allSatisfy({ ($0 ?? 0) >= 0 }) else { return nil }
        let most = values.compactMap { $0 }.max() ?? 0
        let isShare = figures.report.columns[column].unit == .ratio && most <= 1
        let full = isShare ? 1 : most
        guard full > 0 else { return nil }
        return (column, values.map { $0.map { FigureBar.text($0, full: full) } ?? "" })
    }

    private static func table(_ figures: ReportFigures) -> TextTable {
        let columns = figures.report.columns.enumerated().map { index, column in
            TextTableColumn(
                column.heading,
                alignment: column.unit.isNumeric ? .right : .left,
                minimumWidth: minimumWidth(column.unit),
                isKey: index < figures.keyCount
            )
        }
        return TextTable(columns: columns, rows: figures.rows, totals: figures.totals)
    }

    /// Content may be shortened, an identifier of the length of a UUID may not, figures never.
    private static func minimumWidth(_ unit: ReportUnit) -> Int? {
        switch unit {
        case .text, .json: 12
        case .id: 36
        case .count, .ratio, .seconds, .milliseconds, .characters, .score, .date, .timestamp: nil
        }
    }

    private static func totals(_ figures: ReportFigures) -> TextTable {
        TextTable(
            columns: [.text("total"), .figure("figure")],
            rows: figures.ownTotals.map { [$0.heading, $0.figure] }
        )
    }

    /// The parts with dots between them, on as many lines as they need.
    private static func lines(_ parts: [String], _ width: Int?) -> [String] {
        var lines: [String] = []
        for part in parts {
            let longer = lines.last.map { "\($0) · \(part)" }
            if let longer, DisplayText.width(of: longer) <= width ?? .max {
                lines[lines.count - 1] = longer
            } else {
                lines.append(part)
            }
        }
        return lines
    }
}
