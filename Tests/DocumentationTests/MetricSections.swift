/// The definitions in `docs/metrics.md`, by the sections that they stand in.
struct MetricSections {
    /// A section with the rows of its tables: the columns that a row defines, and the formula.
    private struct Section {
        let heading: String
        var rows: [(columns: [String], line: String)] = []

        /// The rows that define a column.
        func rows(of column: String) -> [String] {
            rows.filter { $0.columns.contains(column) }.map(\.line)
        }

        /// Whether the heading names the report.
        func isAbout(_ report: String) -> Bool { Markdown.spans(in: heading).contains(report) }
    }

    private var sections: [Section] = []

    /// Reads the document.
    init() throws {
        for line in try Repository.document("docs/metrics.md").prose {
            if line.hasPrefix("## ") {
                sections.append(Section(heading: String(line.dropFirst(3))))
            } else if line.hasPrefix("| `"), !sections.isEmpty {
                let first = line.dropFirst().prefix { $0 != "|" }
                let columns = Markdown.spans(in: String(first))
                sections[sections.count - 1].rows.append((columns, line))
            }
        }
    }

    /// The definitions of a report's columns, as a page's section.
    ///
    /// A column that the report's own section does not define has the definition of the first
    /// section that has one.
    func definitions(of report: ReportHeaders) -> String {
        let ordered =
            sections.filter { $0.isAbout(report.name) }
            + sections.filter { !$0.isAbout(report.name) }
        var lines: [String] = []
        var used = Set(sections.filter { $0.isAbout(report.name) }.map(\.heading))
        for (column, isTotal) in report.rowColumns.map({ ($0, false) })
            + report.totals.map({ ($0, true) })
        {
            let defining = ordered.first { !$0.rows(of: column).isEmpty }
            // Totals stand behind the columns; one may have the name of a column.
            let rows = defining?.rows(of: column) ?? []
            guard let defining, let line = isTotal ? rows.last : rows.first else { continue }
            if !lines.contains(line) { lines.append(line) }
            used.insert(defining.heading)
        }
        let links = sections.map(\.heading).filter(used.contains).map { heading in
            "[\(heading)](../metrics.md#\(Markdown.anchor(of: heading)))"
        }
        let counted = "[What is counted](../metrics.md#what-is-counted)"
        return """
            ## Definitions

            | column | formula |
            | --- | --- |
            \(lines.map(Self.movedDown).joined(separator: "\n"))

            With all that belongs to them:

            \(([counted] + links).map { "- \($0)" }.joined(separator: "\n"))

            """
    }

    /// The links of a text in `docs/` as they are one folder further down.
    private static func movedDown(_ text: String) -> String {
        text.replacing(/\]\((?!https:)(?<target>[^)]+)\)/) { match in
            let target = match.output.target
            return target.hasPrefix("#") ? "](../metrics.md\(target))" : "](../\(target))"
        }
    }
}
