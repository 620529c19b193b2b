import RedlineAnalytics
import RedlineRendering

/// The reports that there are.
public enum ReportListPage {
    /// The page.
    public static func page(_ definitions: [ReportDefinition]) -> WebPage {
        let cards = definitions.map { definition -> HTML in
            """
            <li class="card"><h2><a href="/reports/\(definition.name)">\(definition.title)</a></h2>
            <p class="note small"><code>\(definition.name)</code></p>
            <p class="small">\(definition.firstSentence)</p></li>

            """
        }
        return WebPage(
            title: Words.Reports.title,
            section: .reports,
            content: """
                <h1>\(Words.Reports.title)</h1>
                <p>\(Words.Reports.explanation)</p>
                <ul class="cards">
                \(cards)</ul>
                """
        )
    }
}

extension ReportDefinition {
    /// What it answers, in its first sentence.
    fileprivate var firstSentence: String {
        let text = summary.split(separator: "\n").joined(separator: " ")
        guard let end = text.range(of: ". ") else { return text }
        return String(text[..<end.lowerBound]) + "."
    }
}
