import RedlineRendering

/// Content that may be of any length, as much of it as a page has room for.
enum LongText {
    /// The most characters of a text that a page shows.
    static let limit = 4_000
    /// The most characters of a value in a table.
    static let cellLimit = 500

    /// A text whose lines stay, shortened where it is too long for a page.
    static func prose(_ text: String, limit: Int = limit) -> HTML {
        "<div class=\"prose\" dir=\"auto\">\(shortened(text, limit) { HTML(lines: $0) })</div>\n"
    }

    /// A value on one line, shortened where it is too long for a cell.
    static func value(_ text: String) -> HTML {
        shortened(text, cellLimit) { HTML(text: $0) }
    }

    /// What became of a text, word by word.
    static func difference(_ old: String, _ new: String, limit: Int = limit) -> HTML {
        var room = limit
        var html = HTML.nothing
        // What is far beyond what is shown is not compared either.
        for segment in TextDifference.words(start(of: old, limit), start(of: new, limit)) {
            guard room > 0 else { break }
            let text = segment.text.prefix(room)
            room -= text.count
            let shown = HTML(lines: String(text))
            switch segment.kind {
            case .kept: html += shown
            case .removed: html += "<del>\(shown)</del>"
            case .added: html += "<ins>\(shown)</ins>"
            }
        }
        if room <= 0 {
            let count = max(old.unicodeScalars.count, new.unicodeScalars.count)
            html += "\(Words.Workflow.whole("\(GroupedNumber(count))"))"
        }
        return html
    }

    /// Twice as much of a text as is shown: where both begin alike, that shows the first difference
    /// that there is room for.
    private static func start(of text: String, _ limit: Int) -> String {
        text.utf8.count <= 2 * limit ? text : String(text.prefix(2 * limit))
    }

    private static func shortened(_ text: String, _ limit: Int, _ piece: (String) -> HTML) -> HTML {
        // A count of a megabyte of characters is not needed to know that it is too long.
        guard text.utf8.count > limit else { return piece(text) }
        let start = text.prefix(limit)
        guard start.endIndex < text.endIndex else { return piece(text) }
        return
            "\(piece(String(start)))\(Words.Workflow.whole("\(GroupedNumber(text.unicodeScalars.count))"))"
    }
}
