import RedlineRendering

/// A text of a record on a page: a short one as it is, a longer one folded, and of one that is too
/// long for a page the beginning, with a link to the whole.
enum FoldedText {
    /// The code points that stand open.
    static let open = 800
    /// The code points that stand open where the page has no room left.
    static let least = 160
    /// The most bytes of a text that can be unfolded.
    static let folded = 24_000

    /// The text; `whole` is where all of it is.
    static func html(_ text: String, _ room: inout PageRoom, whole: String) -> HTML {
        let excerpt = Excerpt(text, most: room.isFull ? least : open)
        let shown = HTML(lines: excerpt.text)
        room.take(shown)
        guard excerpt.isShortened else {
            return "<div class=\"prose\" dir=\"auto\">\(shown)</div>\n"
        }
        let count = "\(GroupedNumber(text.unicodeScalars.count))"
        if text.utf8.count <= folded, let all = room.fit(HTML(lines: text)) {
            return """
                <div class="prose" dir="auto">\(shown)…</div>
                <details><summary>\(Words.Content.all(count))</summary>\
                <div class="prose" dir="auto">\(all)</div></details>

                """
        }
        return """
            <div class="prose" dir="auto">\(shown)…</div>
            <p class="small"><a href="\(whole)">\(Words.Content.rest(count))</a></p>

            """
    }
}
