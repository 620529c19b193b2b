import Redline

/// Renders a report as a page that needs nothing but itself, with the same figures as the table.
enum HTMLReport {
    static func text(_ report: Report) -> String {
        let figures = ReportFigures(report)
        let title = escaped(report.title)
        var page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(styleSheet)</style>
            </head>
            <body>
            <h1>\(title)</h1>

            """
        if !report.summary.isEmpty { page += "<p>\(escaped(report.summaryOnOneLine))</p>\n" }
        if !figures.question.isEmpty {
            page += "<p class=\"note\">\(escaped(figures.question.joined(separator: " · ")))</p>\n"
        }
        if !figures.report.columns.isEmpty { page += table(figures) }
        if !figures.ownTotals.isEmpty { page += totals(figures) }
        page += "<p class=\"note\">\(escaped(figures.notes.joined(separator: " · ")))</p>\n"
        return page + "</body>\n</html>\n"
    }

    /// All between the page's `<style>` and `</style>`.
    static let styleSheet = """

        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0; }
        th, td { padding: 0.25rem 0.75rem; text-align: start; vertical-align: top; }
        th { border-bottom: 2px solid; }
        td { border-bottom: 1px solid #8884; overflow-wrap: anywhere; max-width: 40rem; }
        tfoot td { border-top: 2px solid; font-weight: bold; }
        .figure { text-align: end; white-space: nowrap; }
        .note { color: GrayText; }

        """

    private static func table(_ figures: ReportFigures) -> String {
        let columns = figures.report.columns
        var html = "<div class=\"table\">\n<table>\n<thead>\n<tr>"
        for column in columns {
            let title = column.summary.isEmpty ? "" : " title=\"\(escaped(column.summary))\""
            let kind = column.unit.isNumeric ? " class=\"figure\"" : ""
            html += "<th scope=\"col\"\(kind)\(title)>\(escaped(column.heading))</th>"
        }
        html += "</tr>\n</thead>\n<tbody>\n"
        for row in figures.rows { html += line(row, columns) }
        html += "</tbody>\n"
        if let totals = figures.totals { html += "<tfoot>\n\(line(totals, columns))</tfoot>\n" }
        return html + "</table>\n</div>\n"
    }

    private static func line(_ cells: [String], _ columns: [ReportColumn]) -> String {
        var html = "<tr>"
        for (cell, column) in zip(cells, columns) {
            // Content of any script is set in its own direction.
            let kind = column.unit.isNumeric ? "class=\"figure\"" : "dir=\"auto\""
            html += "<td \(kind)>\(escaped(cell))</td>"
        }
        return html + "</tr>\n"
    }

    private static func totals(_ figures: ReportFigures) -> String {
        var html = "<table>\n"
        for (heading, figure) in figures.ownTotals {
            html += "<tr><th scope=\"row\">\(escaped(heading))</th>"
            html += "<td class=\"figure\">\(escaped(figure))</td></tr>\n"
        }
        return html + "</table>\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in DisplayText.escaped(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
