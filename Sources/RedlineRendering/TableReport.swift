import Redline

/// Renders a report as an aligned table for people.
enum TableReport {
    static func text(_ report: Report, _ style: TextStyle) -> String {
        let figures = ReportFigures(report)
        var text = style.bold(DisplayText.escaped(report.title)) + "\n"
        for line in lines(figures.question, style.width) { text += style.dim(line) + "\n" }
        if !report.columns.isEmpty { text += "\n" + table(figures).text(style) }
        if !figures.ownTotals.isEmpty { text += "\n" + totals(figures).text(style) }
        text += "\n"
        for line in lines(figures.notes, style.width) { text += style.dim(line) + "\n" }
        return text
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
