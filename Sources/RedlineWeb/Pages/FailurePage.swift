import RedlineRendering

/// What a visitor is told when something went wrong.
public enum FailurePage {
    /// The page: what happened, what to do, and by what the log has more.
    public static func page(
        title: String,
        detail: String,
        faults: [(pointer: String, detail: String)] = [],
        requestID: String
    ) -> WebPage {
        let list = faults.map { fault -> HTML in
            "<li><code>\(fault.pointer)</code> \(fault.detail)</li>\n"
        }
        let faults: HTML? = list.isEmpty ? nil : "<ul>\n\(list)</ul>\n"
        return WebPage(
            title: title,
            content: """
                <h1>\(title)</h1>
                <p>\(detail)</p>
                \(faults)\
                <p><a href="/">\(Words.Failure.back)</a></p>
                <p class="note small">\(Words.Failure.request) <span class="id">\(requestID)</span></p>
                """
        )
    }
}
