import RedlineRendering

/// The beginning of a text.
struct Excerpt {
    /// The text, up to so many code points.
    let text: String
    /// Whether there is more of it.
    let isShortened: Bool

    init(_ text: String, most: Int) {
        let scalars = text.unicodeScalars
        // A text of so few bytes cannot have more code points.
        guard text.utf8.count > most,
            let end = scalars.index(
                scalars.startIndex,
                offsetBy: most,
                limitedBy: scalars.endIndex
            ),
            end < scalars.endIndex
        else {
            self.text = text
            isShortened = false
            return
        }
        self.text = String(scalars[..<end])
        isShortened = true
    }

    /// The excerpt on one line, with an ellipsis where there is more.
    static func line(_ text: String, most: Int) -> HTML {
        let excerpt = Excerpt(text, most: most)
        return "\(excerpt.text)\(excerpt.isShortened ? "…" : "")"
    }
}
