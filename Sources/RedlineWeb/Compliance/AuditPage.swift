import Redline
import RedlineAnalytics
import RedlineRendering

/// The audit trail, with its filters.
public struct AuditPage {
    /// The entries of a page.
    public static let rows = 50
    /// The names of its parameters.
    public static let names = ["action", "actor", "owner", "from", "to"]

    private let values: [String: String]
    private let cursor: String
    private let found: Page<AuditEntry>
    private let visitor: Visitor

    /// Takes what was asked, by the names of the parameters, and what was found.
    public init(
        _ values: [String: String],
        cursor: String,
        _ found: Page<AuditEntry>,
        for visitor: Visitor
    ) {
        self.values = values
        self.cursor = cursor
        self.found = found
        self.visitor = visitor
    }

    /// The page.
    public func page() -> WebPage {
        let links = PagingLinks.html(
            "/compliance/audit",
            Self.names.map { ($0, values[$0] ?? "") } + [("cursor", cursor)],
            next: found.next?.cursor
        )
        return WebPage(
            title: Words.Audit.title,
            section: .compliance,
            content: """
                <p class="small"><a href="/compliance">\(Words.Compliance.title)</a></p>
                <h1>\(Words.Audit.title)</h1>
                <p>\(Words.Audit.explanation)</p>
                \(form)\
                \(found.rows.isEmpty ? "<p class=\"said\">\(Words.Audit.empty)</p>\n" : table)\
                \(links)\
                <section class="sheet" aria-labelledby="verify">
                <h2 id="verify">\(Words.Audit.verify)</h2>
                <p>\(Words.Audit.verifyText)</p>
                <form method="post" action="/compliance/audit/verify">\(visitor.tokenField)
                <button>\(Words.Audit.verifyButton)</button></form>
                </section>
                """
        )
    }

    private func text(_ name: String) -> String { values[name] ?? "" }

    private var form: HTML {
        let actions = AuditAction.allCases.map(\.rawValue).sorted()
        let action = FilterField.choice(
            "action",
            Words.Audit.action,
            actions,
            values["action"],
            none: Words.Filter.all
        )
        return """
            <form class="filters" method="get" action="/compliance/audit" \
            aria-label="\(Words.Audit.filters)">
            \(action)\
            <div class="field"><label for="f-actor">\(Words.Audit.actor)</label>
            <input id="f-actor" name="actor" value="\(HTML(value: text("actor")))" \
            aria-describedby="f-actor-hint"><span class="hint" id="f-actor-hint">\
            \(Words.Audit.actorHint)</span></div>
            \(FilterField.input("owner", Words.Filter.owner, text("owner")))\
            \(FilterField.input("from", Words.Filter.from, text("from"), type: "date"))\
            \(FilterField.input("to", Words.Filter.to, text("to"), type: "date"))\
            <button class="main">\(Words.Filter.show)</button>
            </form>

            """
    }

    private var table: HTML {
        PlainTable(
            label: Words.Audit.title,
            columns: [
                .text(Words.Audit.at), .text(Words.Audit.action), .text(Words.Audit.actor),
                .figure(Words.Audit.records), .text(Words.Audit.whose), .text(Words.Audit.detail),
            ],
            rows: found.rows.map { entry in
                [
                    Moment.text(entry.at), "<code>\(entry.action)</code>", actor(entry),
                    entry.records.map { PlainTable.count($0) } ?? "\(Words.Content.nothing)",
                    whose(entry),
                    "<code>\(Excerpt.line(entry.detail ?? Words.Content.nothing, most: 160))</code>",
                ]
            }
        ).html
    }

    private func actor(_ entry: AuditEntry) -> HTML {
        let source: HTML? = entry.source.map { ", \(Words.Audit.source) \($0)" }
        return """
            <span class="id">\(entry.actor)</span><br><span class="note small">\(entry.role)\
            \(source)</span>
            """
    }

    private func whose(_ entry: AuditEntry) -> HTML {
        let digests = (entry.whose ?? "").split(separator: " ")
        guard let first = digests.first else { return "\(Words.Content.nothing)" }
        guard digests.count == 1 else {
            return "\(Words.Audit.owners("\(GroupedNumber(digests.count))"))"
        }
        return "<span class=\"id\" title=\"\(String(first))\">\(String(first.prefix(12)))…</span>"
    }
}
