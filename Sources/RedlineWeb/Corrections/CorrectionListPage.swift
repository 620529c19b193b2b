import Redline
import RedlineDatasets
import RedlineRendering

/// Corrections with the documents that they were made in.
public struct CorrectionListPage {
    /// The corrections of a page.
    public static let rows = 25

    private let question: CorrectionQuestion
    private let found: [Correction]
    private let next: CorrectionPlace?
    private let visitor: Visitor?

    /// Takes what was asked, what was found and where to go on.
    public init(
        _ question: CorrectionQuestion,
        _ found: [Correction],
        next: CorrectionPlace?,
        for visitor: Visitor?
    ) {
        self.question = question
        self.found = found
        self.next = next
        self.visitor = visitor
    }

    /// The page.
    public func page() -> WebPage {
        let links = PagingLinks.html(
            "/corrections/list",
            question.parameters + [("cursor", question.cursor)],
            next: next?.cursor,
            first: Words.Corrections.first,
            following: Words.Corrections.following
        )
        let all = Link("/corrections/records", question.parameters).address
        let none = next == nil ? Words.Corrections.noneHere : Words.Corrections.noneYet
        return WebPage(
            title: Words.Corrections.listTitle,
            section: .corrections,
            content: """
                <p class="small"><a href="\(Link("/corrections", question.parameters).address)">\
                \(Words.Corrections.back)</a></p>
                <h1>\(Words.Corrections.listTitle)</h1>
                <p>\(Words.Corrections.listExplanation)</p>
                \(CorrectionForm(question: question, path: "/corrections/list").html)\
                \(found.isEmpty ? "<p class=\"said\">\(none)</p>\n" : table)\
                \(links)\
                <p><a href="\(all)">\(Words.Corrections.all)</a></p>
                \(visitor.map { DatasetForm(question: question, visitor: $0).html })
                """
        )
    }

    private var table: HTML {
        var room = PageRoom.standard
        var before = question.cursor
        let rows = found.map { correction -> HTML in
            let row = html(correction, behind: before, &room)
            before = correction.place.cursor
            return row
        }
        return """
            <div class="table" tabindex="0" role="region" aria-label="\(Words.Corrections.table)">\
            <table><thead><tr><th scope="col">\(Words.Corrections.started)</th>\
            <th scope="col">\(Words.Corrections.document)</th>\
            <th scope="col">\(Words.Corrections.field)</th>\
            <th scope="col">\(Words.Corrections.correction)</th>\
            <th scope="col">\(Words.Corrections.context)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func html(
        _ correction: Correction,
        behind before: String,
        _ room: inout PageRoom
    ) -> HTML {
        let value = RedlinedValue.html(
            correction.original,
            correction.modified,
            most: room.isFull ? 40 : 400
        )
        let reason = correction.reason.map { reason -> HTML in
            """
            <br><span class="note small">\(Words.Corrections.reason): \
            \(Excerpt.line(reason, most: room.isFull ? 40 : 160))</span>
            """
        }
        room.take("\(value)\(reason)")
        let record = question.parameters + [("limit", "1"), ("cursor", before)]
        let context = [correction.documentType, correction.model, correction.template]
            .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
        return """
            <tr><td>\(Moment.text(correction.place.startedAt))<br><span class="note small">\
            \(Excerpt.line(correction.place.owner, most: 80))</span></td>\
            <td>\(workflow(correction))</td>\
            <td><code>\(Excerpt.line(correction.path, most: 120))</code><br>\
            <span class="note small">\(correction.changeType.rawValue), \
            \(correction.pattern.rawValue)</span></td>\
            <td>\(value)\(reason)</td>\
            <td>\(Excerpt.line(context, most: 160))<br><span class="small">\
            <a href="\(Link("/corrections/records", record).address)">\(Words.Corrections.whole)</a>\
            </span></td></tr>

            """
    }

    /// The document, and its workflow where whoever looks may open it.
    private func workflow(_ correction: Correction) -> HTML {
        let document = Excerpt.line(correction.documentID ?? Words.Content.nothing, most: 80)
        let id = "\(correction.place.workflowID)"
        let mayOpen = visitor.map { $0.role == .admin || $0.role == .compliance } ?? false
        let shown: HTML =
            mayOpen
            ? "<a class=\"id\" href=\"/exports/\(id)\">\(id)</a>"
            : "<span class=\"id note\">\(id)</span>"
        return """
            \(document)<br>\(shown)<br><span class="note small">\(Words.Corrections.revision) \
            \(correction.place.revision)</span>
            """
    }
}
