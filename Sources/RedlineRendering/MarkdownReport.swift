import Redline

/// Renders a report as GitHub markdown, with the same figures as the table.
enum MarkdownReport {
    static func text(_ report: Report) -> String {
        let figures = ReportFigures(report)
        let columns = figures.report.columns
        var text = "## \(MarkdownText.escaped(report.title))\n\n"
        if !report.summary.isEmpty {
            text += MarkdownText.escaped(report.summaryOnOneLine) + "\n\n"
        }
        if !figures.question.isEmpty {
            text += MarkdownText.escaped(figures.question.joined(separator: " · ")) + "\n\n"
        }
        if !columns.isEmpty {
            text += MarkdownText.row(columns.map { MarkdownText.escaped($0.heading) })
            text += MarkdownText.row(columns.map { $0.unit.isNumeric ? "---:" : "---" })
            for row in figures.rows { text += MarkdownText.row(row.map(MarkdownText.escaped)) }
            if let totals = figures.totals {
                text += MarkdownText.row(
                    totals.map { $0.isEmpty ? "" : "**\(MarkdownText.escaped($0))**" }
                )
            }
            text += "\n"
        }
        if !figures.ownTotals.isEmpty {
            text += MarkdownText.row(["total", "figure"]) + MarkdownText.row(["---", "---:"])
            for (heading, figure) in figures.ownTotals {
                text += MarkdownText.row([
                    MarkdownText.escaped(heading), MarkdownText.escaped(figure),
                ])
            }
            text += "\n"
        }
        return text + "_\(MarkdownText.escaped(figures.notes.joined(separator: " · ")))_\n"
    }
}
