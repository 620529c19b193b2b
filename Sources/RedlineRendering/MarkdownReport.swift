import Redline

/// Renders a report as GitHub markdown, with the same figures as the table.
enum MarkdownReport {
    static func text(_ report: Report) -> String {
        let figures = ReportFigures(report)
        let columns = figures.report.columns
        var text = "## \(escaped(report.title))\n\n"
        if !report.summary.isEmpty { text += escaped(report.summaryOnOneLine) + "\n\n" }
        if !figures.question.isEmpty {
            text += escaped(figures.question.joined(separator: " · ")) + "\n\n"
        }
        if !columns.isEmpty {
            text += line(columns.map { escaped($0.heading) })
            text += line(columns.map { $0.unit.isNumeric ? "---:" : "---" })
            for row in figures.rows { text += line(row.map(escaped)) }
            if let totals = figures.totals {
                text += line(totals.map { $0.isEmpty ? "" : "**\(escaped($0))**" })
            }
            text += "\n"
        }
        if !figures.ownTotals.isEmpty {
            text += line(["total", "figure"]) + line(["---", "---:"])
            for (heading, figure) in figures.ownTotals {
                text += line([escaped(heading), escaped(figure)])
            }
            text += "\n"
        }
        return text + "_\(escaped(figures.notes.joined(separator: " · ")))_\n"
    }

    private static func line(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |\n"
    }

    /// The text without anything that markdown or GitHub would take for markup.
    private static func escaped(_ text: String) -> String {
        let characters = Array(DisplayText.escaped(text))
        var result = ""
        for (index, character) in characters.enumerated() {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "[", "]", "|", "~", "$": result += "\\\(character)"
            case "_" where !isWithinWord(index, characters): result += "\\_"
            default: result.append(character)
            }
        }
        return result
    }

    /// Whether there are letters or digits on both sides: there an underscore means nothing.
    private static func isWithinWord(_ index: Int, _ characters: [Character]) -> Bool {
        guard index > 0, index + 1 < characters.count else { return false }
        return [characters[index - 1], characters[index + 1]].allSatisfy {
            $0.isLetter || $0.isNumber
        }
    }
}
