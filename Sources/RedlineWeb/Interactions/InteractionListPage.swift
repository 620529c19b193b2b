import Redline
import RedlineAnalytics
import RedlineRendering

/// Interactions, the newest first.
public struct InteractionListPage {
    /// The interactions of a page.
    public static let rows = 25

    private let question: InteractionQuestion
    private let found: Page<InteractionEntry>
    private let showsOwners: Bool

    /// Takes what was asked and what was found; `showsOwners` is for those who see several.
    public init(
        _ question: InteractionQuestion,
        _ found: Page<InteractionEntry>,
        showsOwners: Bool
    ) {
        self.question = question
        self.found = found
        self.showsOwners = showsOwners
    }

    /// The page.
    public func page() -> WebPage {
        let links = PagingLinks.html(
            "/interactions",
            question.parameters + [("cursor", question.cursor)],
            next: found.next?.cursor
        )
        let list: HTML =
            found.rows.isEmpty
            ? "<p class=\"said\">\(Words.Interactions.empty)</p>\n"
            : "<ol class=\"entries\">\n\(found.rows.map { entry($0) })</ol>\n"
        return WebPage(
            title: Words.Interactions.title,
            section: .interactions,
            content: """
                <h1>\(Words.Interactions.title)</h1>
                <p>\(Words.Interactions.explanation)</p>
                \(form)\
                \(list)\
                \(links)
                """
        )
    }

    private var form: HTML {
        let owner: HTML? =
            showsOwners
            ? FilterField.input("owner", Words.Filter.owner, question.text("owner")) : nil
        return """
            <form class="filters" method="get" action="/interactions" \
            aria-label="\(Words.Interactions.filters)">
            <div class="field"><label for="f-q">\(Words.Interactions.search)</label>
            <input id="f-q" name="q" type="search" value="\(HTML(value: question.text("q")))" \
            aria-describedby="f-q-hint"><span class="hint" id="f-q-hint">\
            \(Words.Interactions.searchHint)</span></div>
            \(FilterField.input("thread", Words.Interactions.thread, question.text("thread")))\
            \(owner)\
            \(FilterField.input("from", Words.Filter.from, question.text("from"), type: "date"))\
            \(FilterField.input("to", Words.Filter.to, question.text("to"), type: "date"))\
            <button class="main">\(Words.Filter.show)</button>
            </form>

            """
    }

    private func entry(_ entry: InteractionEntry) -> HTML {
        let calls = entry.calls
        let failed = calls.count { $0.isFailedCall }
        let count: HTML? =
            calls.isEmpty
            ? nil
            : """
            <span class="tag">\(Words.Interactions.calls(
                "\(GroupedNumber(calls.count))", isOne: calls.count == 1))</span>

            """
        let failures: HTML? =
            failed == 0
            ? nil
            : """
            <span class="tag bad">✗ \(Words.Interactions.failures("\(GroupedNumber(failed))"))</span>

            """
        let repeats: HTML? =
            entry.repeatsPrevious
            ? "<span class=\"tag warn\">\(Words.Interactions.repeats)</span>\n" : nil
        let owner: HTML? =
            showsOwners
            ? "<span class=\"note\">\(Excerpt.line(entry.owner, most: 80))</span>\n" : nil
        let thread: HTML? = entry.threadID.map {
            "<span class=\"id note\">\(Excerpt.line($0, most: 40))</span>\n"
        }
        return """
            <li class="entry"><h2><a href="\(entry.conversation(showsOwner: showsOwners))">\
            \(Moment.text(entry.occurredAt))</a></h2>
            <p class="row small">\(owner)\(thread)\(count)\(failures)\(repeats)</p>
            <p>\(Excerpt.line(entry.userMessage, most: 200))</p>
            <p class="note">\(Excerpt.line(entry.assistantResponse, most: 240))</p></li>

            """
    }
}
