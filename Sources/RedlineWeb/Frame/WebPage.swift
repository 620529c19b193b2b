import Redline
import RedlineRendering

/// A page: its title, the part that it belongs to, and what it shows.
public struct WebPage: Sendable {
    /// The title, for the browser's tab and the history.
    public let title: String
    /// The part that the navigation marks; nil for pages outside.
    public let section: Section?
    /// What it shows.
    public let content: HTML

    /// Creates a page.
    public init(title: String, section: Section? = nil, content: HTML) {
        self.title = title
        self.section = section
        self.content = content
    }

    /// The whole page for whoever looks at it; nil for somebody who is not signed in.
    public func html(for visitor: Visitor?) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title) · redline</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="\(Asset.style.path)">
        <script src="\(Asset.script.path)" defer></script>
        </head>
        <body>
        <a class="skip" href="#content">\(Words.Frame.skip)</a>
        <header class="bar">
        <a class="brand" href="/">red<s>line</s></a>
        \(visitor.map { navigation($0) })\
        </header>
        <main id="content" tabindex="-1">
        \(content)
        </main>
        <footer>redline \(redlineVersion) · \(Words.Frame.footer)</footer>
        </body>
        </html>

        """
    }

    private func navigation(_ visitor: Visitor) -> HTML {
        let links = Section.allCases.filter { $0.isOpen(to: visitor.role) }.map { link($0) }
        let name = visitor.owner?.name ?? visitor.role.rawValue
        return """
            <nav aria-label="\(Words.Frame.navigation)"><ul>
            \(links)</ul></nav>
            <div class="who"><span>\(name)</span>
            <form method="post" action="/sign-out">\(visitor.tokenField)\
            <button>\(Words.Frame.signOut)</button></form></div>

            """
    }

    private func link(_ section: Section) -> HTML {
        let current: HTML = section == self.section ? " aria-current=\"page\"" : ""
        return
            "<li><a href=\"\(section.path)\"\(current)>\(Words.Frame.name(of: section))</a></li>\n"
    }
}
