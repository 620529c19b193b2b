import RedlineRendering

/// The way through a list of several pages.
enum PagingLinks {
    /// Links to the first page and the next one; nothing for a list of a single page.
    static func html(
        _ path: String,
        _ parameters: [(String, String)],
        next: String?,
        first firstWords: String = Words.Paging.first,
        following nextWords: String = Words.Paging.next
    ) -> HTML {
        let isFirst = !parameters.contains { $0.0 == "cursor" && !$0.1.isEmpty }
        let rest = parameters.filter { $0.0 != "cursor" }
        let first: HTML? =
            isFirst
            ? nil : "<a href=\"\(Link(path, rest).address)\">\(firstWords)</a>\n"
        let older: HTML? = next.map { cursor in
            """
            <a rel="next" href="\(Link(path, rest + [("cursor", cursor)]).address)">\
            \(nextWords)</a>

            """
        }
        guard first != nil || older != nil else { return .nothing }
        return """
            <nav class="pages" aria-label="\(Words.Paging.navigation)">
            \(first)\(older)</nav>

            """
    }
}
