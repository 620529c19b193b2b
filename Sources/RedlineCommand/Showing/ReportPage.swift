import Redline
import RedlineAnalytics
import RedlineRendering

/// What a report is, as a page of Markdown: what its file declares, and how to ask for it.
struct ReportPage {
    private let definition: ReportDefinition
    private let arguments: ReportArguments

    /// The page of a report, which asks for it with these arguments.
    static func text(_ definition: ReportDefinition, _ arguments: ReportArguments) -> String {
        let page = ReportPage(definition: definition, arguments: arguments)
        return page.sections.joined(separator: "\n")
    }

    private init(definition: ReportDefinition, arguments: ReportArguments) {
        self.definition = definition
        self.arguments = arguments
    }

    private var sections: [String] {
        [head, lines, parameters, columns] + (definition.totals.isEmpty ? [] : [totals])
            + (definition.chart.map { [chart($0)] } ?? [])
    }

    private var head: String {
        let title = MarkdownText.escaped(definition.title)
        guard !definition.summary.isEmpty else { return "# `\(definition.name)`: \(title)\n" }
        let summary = definition.summary.split(separator: "\n", omittingEmptySubsequences: false)
            .map { MarkdownText.escaped(String($0)) + "\n" }
        return "# `\(definition.name)`: \(title)\n\n" + summary.joined()
    }

    private var lines: String {
        let path = ReportPath.path(definition, arguments)
        let lines = [
            RedlineCommandLine.line(definition, arguments),
            "curl -s \"http://127.0.0.1:8080\(path)\" -H \"Authorization: Bearer $KEY\"",
            PsqlCommand.line(definition, arguments),
        ]
        return "## Ask for it\n\n```\n" + lines.map { "$ \($0)\n" }.joined() + "```\n"
    }

    private var parameters: String {
        let table = Self.table(
            ["parameter", "type", "default", "meaning"],
            definition.parameters.map { parameter in
                [
                    "`\(parameter.name)`", parameter.type.rawValue,
                    Self.defaultValue(of: parameter),
                    MarkdownText.escaped(parameter.summary),
                ]
            }
        )
        guard !definition.groupings.isEmpty else { return "## Parameters\n\n" + table }
        let words = definition.groupings.map { "`\($0)`" }.joined(separator: ", ")
        return "## Parameters\n\n" + table + "\nThe words of `by`: \(words).\n"
    }

    private static func defaultValue(of parameter: ReportParameter) -> String {
        switch parameter.defaultText {
        case nil where parameter.name == "from": "30 days before the last day"
        case nil: "tomorrow"
        case "": "empty"
        case .some(let text): "`\(text)`"
        }
    }

    private var columns: String {
        let table = Self.table(definition.columns)
        guard !definition.groupings.isEmpty else { return "## Columns\n\n" + table }
        return "## Columns\n\nBefore these comes a column for each word of `by`.\n\n" + table
    }

    private var totals: String {
        "## Totals\n\nFigures over the whole selection.\n\n" + Self.table(definition.totals)
    }

    private func chart(_ chart: ReportChart) -> String {
        let columns = ReportChart.Role.allCases.compactMap { role in
            chart.columns[role].map { "\(role.rawValue) `\($0)`" }
        }
        let kind =
            switch chart.kind {
            case .trend: "A line over days, weeks or months, and bars over other groupings"
            case .bar: "A bar a row, the longest first"
            case .reliability: "Points beside the diagonal, where what is said to be certain is so"
            case .curve: "A line through the rows"
            }
        let most = chart.top.map { ", \($0) at most" } ?? ""
        return "## Chart\n\n\(kind)\(most): \(columns.joined(separator: ", ")).\n"
    }

    private static func table(_ columns: [ReportColumn]) -> String {
        table(
            ["column", "type", "unit", "meaning"],
            columns.map { column in
                [
                    "`\(column.name)`", column.unit.jsonType, column.unit.rawValue,
                    MarkdownText.escaped(column.summary),
                ]
            }
        )
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        MarkdownText.row(head) + MarkdownText.row(head.map { _ in "---" })
            + rows.map { MarkdownText.row($0) }.joined()
    }
}
