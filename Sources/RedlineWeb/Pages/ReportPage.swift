import Redline
import RedlineAnalytics
import RedlineRendering

/// One report: its form, its figures, what they mean, and how to have them elsewhere.
public struct ReportPage {
    private let definition: ReportDefinition
    private let asked: [String: String]

    /// The most rows of the table; a download has all.
    public static let mostRows = 500

    /// Takes a report and what was asked of it, by the names of its parameters.
    public init(_ definition: ReportDefinition, asked: [String: String]) {
        self.definition = definition
        self.asked = asked
    }

    /// The page of an answer.
    public func page(_ report: Report, _ arguments: ReportArguments, isMasked: Bool) -> WebPage {
        let pieces = ReportPieces(report)
        let columns = report.columns + report.totalColumns
        let masked: HTML? =
            isMasked && columns.contains(where: \.showsContent)
            ? "<p class=\"note\">\(Words.Reports.masked)</p>\n" : nil
        let cut: HTML? =
            pieces.rowCount > Self.mostRows
            ? """
            <p class="note">\(Words.Reports.shortened(
                "\(GroupedNumber(Self.mostRows))", "\(GroupedNumber(pieces.rowCount))"))</p>

            """ : nil
        let empty: HTML? =
            report.rows.isEmpty ? "<p class=\"said\">\(Words.Reports.empty)</p>\n" : nil
        return page(
            """
            \(form(arguments.values))\
            \(pieces.chart())\
            \(empty)\(masked)\
            \(report.rows.isEmpty ? nil : pieces.table(most: Self.mostRows))\
            \(cut)\(pieces.totals)\
            <p class="note small">\(pieces.notes)</p>
            \(downloads)\
            <section class="meaning">
            \(pieces.definitions)</section>
            \(report.origin.map { again($0) })
            """
        )
    }

    /// The page of a question that cannot be asked.
    public func page(refusal: String) -> WebPage {
        page(
            """
            <div class="said" role="alert"><p><strong>\(Words.Reports.wrong)</strong></p>
            <p>\(refusal)</p></div>
            \(form([:]))
            """
        )
    }

    private func page(_ content: HTML) -> WebPage {
        WebPage(
            title: definition.title,
            section: .reports,
            content: """
                <p class="small"><a href="/reports">\(Words.Reports.title)</a></p>
                <h1>\(definition.title)</h1>
                <p>\(definition.summary.split(separator: "\n").joined(separator: " "))</p>
                \(content)
                """
        )
    }

    private func form(_ inEffect: [String: String]) -> HTML {
        ReportForm(definition: definition, asked: asked, inEffect: inEffect).html
    }

    private var downloads: HTML {
        let formats = ReportFormat.allCases.filter { $0 != .table }
            .filter { !$0.needsChart || definition.chart != nil }
        let links = formats.map { format -> HTML in
            let parameters = asked.sorted { $0.key < $1.key } + [("format", format.rawValue)]
            let address = Link("/reports/\(definition.name)", parameters).address
            return "<a href=\"\(address)\">\(format.rawValue)</a>\n"
        }
        return """
            <p class="row"><strong>\(Words.Reports.downloads)</strong>
            \(links)<span class="note small">\(Words.Reports.keep)</span></p>

            """
    }

    private func again(_ origin: ReportOrigin) -> HTML {
        """
        <h2>\(Words.Reports.again)</h2>
        <pre><code>\(origin.command)</code></pre>
        <pre><code>\(origin.psql)</code></pre>

        """
    }
}
