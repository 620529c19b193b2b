import RedlineRendering

/// What became of a text, word by word, as pages show it.
enum WordDifference {
    /// The pieces, and whether there are more of them than so many code points.
    static func html(_ old: String, _ new: String, most: Int = .max) -> (HTML, isCut: Bool) {
        var room = most
        var html = HTML.nothing
        for segment in TextDifference.words(old, new) {
            guard room > 0 else { return (html, true) }
            let excerpt = Excerpt(segment.text, most: room)
            room -= excerpt.text.unicodeScalars.count
            switch segment.kind {
            case .kept: html += HTML(lines: excerpt.text)
            case .removed: html += removed(excerpt.text)
            case .added: html += added(excerpt.text)
            }
            if excerpt.isShortened { return (html, true) }
        }
        return (html, false)
    }

    /// A text that is no longer there.
    static func removed(_ text: String) -> HTML { "<del>\(HTML(lines: text))</del>" }

    /// A text that was not there.
    static func added(_ text: String) -> HTML { "<ins>\(HTML(lines: text))</ins>" }
}
