import RedlineRendering

/// Content that may be of any length, as much of it as a page has room for.
///
/// Lengths are in code points: what looks like one character can have thousands of them.
enum LongText {
    /// The most of a text that a page shows.
    static let limit = 4_000
    /// The most of a value in a table.
    static let cellLimit = 500

    /// A text whose lines stay, shortened where it is too long for a page.
    static func prose(_ text: String, limit: Int = limit) -> HTML {
        let excerpt = Excerpt(text, most: limit)
        return """
            <div class="prose" dir="auto">\(HTML(lines: excerpt.text))\(rest(excerpt, of: text))</div>

            """
    }

    /// A value on one line, shortened where it is too long for a cell.
    static func value(_ text: String) -> HTML {
        let excerpt = Excerpt(text, most: cellLimit)
        return "\(excerpt.text)\(rest(excerpt, of: text))"
    }

    /// What became of a text, word by word.
    ///
    /// Where both begin alike, twice as much of each is compared, which shows the first difference
    /// that there is room for; what is far beyond what is shown is not compared either.
    static func difference(_ old: String, _ new: String, limit: Int = limit) -> HTML {
        let before = Excerpt(old, most: 2 * limit).text
        let after = Excerpt(new, most: 2 * limit).text
        let (pieces, isCut) = WordDifference.html(before, after, most: limit)
        guard isCut else { return pieces }
        let count = max(old.unicodeScalars.count, new.unicodeScalars.count)
        return "\(pieces)\(Words.Workflow.whole("\(GroupedNumber(count))"))"
    }

    private static func rest(_ excerpt: Excerpt, of text: String) -> HTML? {
        guard excerpt.isShortened else { return nil }
        return "\(Words.Workflow.whole("\(GroupedNumber(text.unicodeScalars.count))"))"
    }
}
