import Redline

/// Renders a report as a page that needs nothing but itself, with the same figures as the table.
enum HTMLReport {
    static func text(_ report: Report) -> String {
        let figures = ReportFigures(report)
        let title = Markup.escaped(report.title)
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
        if !report.summary.isEmpty { page += "<p>\(Markup.escaped(report.summaryOnOneLine))</p>\n" }
        if !figures.question.isEmpty {
            page +=
                "<p class=\"note\">\(Markup.escaped(figures.question.joined(separator: " · ")))</p>\n"
        }
        if let chart = Chart(report), !chart.isEmpty { page += SVGChart(chart: chart).figure() }
        if !figures.report.columns.isEmpty { page += table(figures) }
        if !figures.ownTotals.isEmpty { page += totals(figures) }
        page += definitions(figures.report.columns + figures.ownTotalColumns)
        page += "<p class=\"note\">\(Markup.escaped(figures.notes.joined(separator: " · ")))</p>\n"
        if let origin = report.origin { page += again(origin) }
        return page + "</body>\n</html>\n"
    }

    /// All between the page's `<style>` and `</style>`.
    static let styleSheet = HTMLStyle.sheet

    static func table(_ figures: ReportFigures, most: Int = .max) -> String {
        let columns = figures.report.columns
        var html = "<div class=\"table\">\n<table>\n<thead>\n<tr>"
        for column in columns {
            let title = column.summary.isEmpty ? "" : " title=\"\(Markup.escaped(column.summary))\""
            let kind = column.unit.isNumeric ? " class=\"figure\"" : ""
            html += "<th scope=\"col\"\(kind)\(title)>\(Markup.escaped(column.heading))</th>"
        }
        html += "</tr>\n</thead>\n<tbody>\n"
        for row in figures.rows.prefix(most) { html += line(row, columns) }
        html += "</tbody>\n"
        if let totals = figures.totals { html += "<tfoot>\n\(line(totals, columns))</tfoot>\n" }
        return html + "</table>\n</div>\n"
    }

    private static func line(_ cells: [String], _ columns: [ReportColumn]) -> String {
        var html = "<tr>"
        for (cell, column) in zip(cells, columns) {
            // Content of any script is set in its own direction.
            let kind = column.unit.isNumeric ? "class=\"figure\"" : "dir=\"auto\""
            html += "<td \(kind)>\(Markup.escaped(cell))</td>"
        }
        return html + "</tr>\n"
    }

    static func totals(_ figures: ReportFigures) -> String {
        var html = "<table>\n"
        for (heading, figure) in figures.ownTotals {
            html += "<tr><th scope=\"row\">\(Markup.escaped(heading))</th>"
            html += "<td class=\"figure\">\(Markup.escaped(figure))</td></tr>\n"
        }
        return html + "</table>\n"
    }

    /// What the columns mean, where that is known.
    static func definitions(_ columns: [ReportColumn]) -> String {
        let explained = columns.filter { !$0.summary.isEmpty }
        guard !explained.isEmpty else { return "" }
        var html = "<h2>What the columns mean</h2>\n<dl>\n"
        for column in explained {
            html += "<dt>\(Markup.escaped(column.heading))</dt>"
            html += "<dd>\(Markup.escaped(column.summary))</dd>\n"
        }
        return html + "</dl>\n"
    }

    /// How to ask for the same again.
    private static func again(_ origin: ReportOrigin) -> String {
        """
        <h2>The same again</h2>
        <pre><code>\(Markup.escaped(origin.command))</code></pre>
        <pre><code>\(Markup.escaped(origin.psql))</code></pre>

        """
    }
}
