import Redline
import RedlineAnalytics
import RedlineRendering

/// A person's work list, and the history of exports.
public struct ExportListPage {
    /// What of the history is asked for, as it was typed.
    public struct Question: Sendable {
        /// The names of its parameters.
        public static let names = ["document_id", "status", "from", "to", "owner", "cursor"]

        /// What was asked, by name.
        public let values: [String: String]

        /// Takes what was asked.
        public init(_ values: [String: String]) {
            self.values = values
        }
    }

    private let question: Question
    private let history: Page<ExportSummary>
    private let waiting: [ExportSummary]
    private let documents: [DocumentSummary]
    private let visitor: Visitor

    /// Takes a page of the history and, for somebody who works on exports, what waits for them: the
    /// exports to review, and the documents that are stored and not exported yet.
    public init(
        _ question: Question,
        history: Page<ExportSummary>,
        waiting: [ExportSummary],
        documents: [DocumentSummary],
        for visitor: Visitor
    ) {
        self.question = question
        self.history = history
        self.waiting = waiting
        self.documents = documents
        self.visitor = visitor
    }

    private typealias Words = RedlineWeb.Words.Exports

    /// What was typed of a new document that was refused, by the names of its fields.
    public var typed: [String: String] = [:]

    /// The page; `fault` is what is wrong with a new document that was sent.
    public func page(fault: String? = nil) -> WebPage {
        let isWorker = visitor.role == .owner
        let work: HTML? = isWorker ? toDo : nil
        let new: HTML? = isWorker ? newDocument(fault) : nil
        return WebPage(
            title: Words.title,
            section: .exports,
            content: """
                <h1>\(Words.title)</h1>
                <p>\(Words.explanation)</p>
                \(work)\(new)\
                <h2 id="history">\(Words.history)</h2>
                \(filters)\
                \(list)\
                \(PagingLinks.html("/exports", parameters, next: history.next?.cursor))
                """
        )
    }

    private var parameters: [(String, String)] {
        Question.names.map { ($0, question.values[$0] ?? "") }
    }

    private var toDo: HTML {
        guard !waiting.isEmpty || !documents.isEmpty else {
            return "<h2>\(Words.toDo)</h2>\n<p>\(Words.nothingToDo)</p>\n"
        }
        let reviews = waiting.map { export -> HTML in
            """
            <li class="card"><h3>\(LongText.value(export.documentID ?? "–"))</h3>
            <p class="note small">\(export.documentType ?? "–") · \(Moment.text(export.startedAt))</p>
            <p><a class="button" href="\(place(of: export))" \
            aria-label="\(Words.review): \((export.documentID ?? "").prefix(100).description)">\
            \(Words.review)</a></p></li>

            """
        }
        let beginnings = documents.map { document -> HTML in
            """
            <li class="card"><h3>\(LongText.value(document.documentID))</h3>
            <p class="note small">\(document.documentType) · \(Words.stored) \
            \(Moment.text(document.createdAt))</p>
            <form method="post" action="/exports/begin">\(visitor.tokenField)\
            <input type="hidden" name="document_id" value="\(HTML(value: document.documentID))">\
            <button aria-label="\(Words.begin): \(document.documentID.prefix(100).description)">\
            \(Words.begin)</button></form></li>

            """
        }
        return """
            <h2>\(Words.toDo)</h2>
            <ul class="cards">
            \(reviews)\(beginnings)</ul>
            <p class="small"><a href="/exports?status=awaiting_user_review#history">\(Words.all)</a></p>

            """
    }

    /// Where to go on: a review that is recorded has its file made from the export's page.
    private func place(of export: ExportSummary) -> String {
        let path = "/exports/\(export.workflowID)"
        return export.status == .awaitingUserReview ? path + "/review" : path
    }

    private func newDocument(_ fault: String?) -> HTML {
        let said: HTML? = fault.map {
            "<div class=\"said\" role=\"alert\"><p id=\"fault\">\($0)</p></div>\n"
        }
        let open: HTML = fault == nil ? "" : " open"
        let described: HTML =
            fault == nil ? "" : " aria-describedby=\"fault\" aria-invalid=\"true\" autofocus"
        func typed(_ name: String) -> HTML { HTML(value: self.typed[name] ?? "") }
        return """
            <details\(open)><summary>\(Words.new)</summary>
            <form method="post" action="/exports/begin" class="sheet">\(visitor.tokenField)
            \(said)\
            <p>\(Words.newExplanation)</p>
            <div class="row">
            <div class="field"><label for="new-id">\(Words.documentID)</label>
            <input id="new-id" name="document_id" value="\(typed("document_id"))" required></div>
            <div class="field"><label for="new-type">\(Words.documentType)</label>
            <input id="new-type" name="document_type" value="\(typed("document_type"))" required></div>
            </div>
            <div class="field"><label for="new-data">\(Words.data)</label>
            <textarea id="new-data" name="extracted_data" rows="8" required\(described)>
            \(typed("extracted_data"))</textarea></div>
            <div class="row"><button class="main">\(Words.begin)</button></div>
            </form></details>

            """
    }

    private var filters: HTML {
        let statuses = WorkflowStatus.allCases.map(\.rawValue)
        let owner: HTML? =
            visitor.owner == nil
            ? FilterField.input(
                "owner",
                RedlineWeb.Words.Filter.owner,
                question.values["owner"] ?? ""
            ) : nil
        return """
            <form class="filters" method="get" action="/exports">
            \(FilterField.input("document_id", Words.documentID, question.values["document_id"] ?? ""))\
            \(FilterField.choice(
                "status", Words.status, statuses, question.values["status"],
                none: RedlineWeb.Words.Filter.any))\
            \(FilterField.input(
                "from", RedlineWeb.Words.Filter.from, question.values["from"] ?? "", type: "date"))\
            \(FilterField.input(
                "to", RedlineWeb.Words.Filter.to, question.values["to"] ?? "", type: "date"))\
            \(owner)\
            <button class="main">\(RedlineWeb.Words.Filter.show)</button>
            </form>

            """
    }

    private var list: HTML {
        guard !history.rows.isEmpty else { return "<p>\(Words.empty)</p>\n" }
        let showsOwner = visitor.owner == nil
        let rows = history.rows.map { row($0, showsOwner: showsOwner) }
        let owner: HTML? = showsOwner ? "<th scope=\"col\">\(Words.owner)</th>" : nil
        return """
            <div class="table"><table><caption>\(Words.history)</caption>
            <thead><tr><th scope="col">\(Words.document)</th>\(owner)\
            <th scope="col">\(Words.status)</th><th scope="col">\(Words.started)</th>\
            <th scope="col">\(Words.type)</th><th scope="col">\(Words.model)</th>\
            <th scope="col" class="figure">\(Words.revision)</th><th scope="col">\(Words.file)</th>\
            <th scope="col">\(Words.keptUntil)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func row(_ export: ExportSummary, showsOwner: Bool) -> HTML {
        let owner: HTML? = showsOwner ? "<td dir=\"auto\">\(export.owner)</td>" : nil
        let file = [export.format, export.template].compactMap { $0 }.joined(separator: ", ")
        return """
            <tr><th scope="row" dir="auto"><a href="/exports/\(export.workflowID.description)">\
            \(LongText.value(export.documentID ?? "–"))</a></th>\(owner)\
            <td>\(StatusTag.html(export.status))</td><td>\(Moment.text(export.startedAt))</td>\
            <td dir="auto">\(LongText.value(export.documentType ?? "–"))</td>\
            <td dir="auto">\(LongText.value(export.model ?? "–"))</td>\
            <td class="figure">\(export.revision)</td>\
            <td dir="auto">\(LongText.value(file.isEmpty ? "–" : file))</td>\
            <td>\(Moment.text(export.expiresAt))</td></tr>

            """
    }
}
