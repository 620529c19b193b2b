import Redline
import RedlineRendering

/// What became of a value of a document, word by word.
enum RedlinedValue {
    /// The difference between two values in JSON; nil stands for none.
    ///
    /// Of each, no more than so many code points are shown.
    static func html(_ original: String?, _ modified: String?, most: Int) -> HTML {
        var old = shown(original)
        var new = shown(modified)
        if let original, let modified, old == new {
            // They differ in their type alone: "5" and 5.
            old = original
            new = modified
        }
        let before = old.map { Excerpt($0, most: most) }
        let after = new.map { Excerpt($0, most: most) }
        let ellipsis: HTML? =
            before?.isShortened == true || after?.isShortened == true ? "…" : nil
        return "<span class=\"prose\">\(pieces(before?.text, after?.text))\(ellipsis)</span>"
    }

    private static func pieces(_ before: String?, _ after: String?) -> HTML {
        switch (before, after) {
        case (nil, nil): .nothing
        case (let old?, nil): WordDifference.removed(old)
        case (nil, let new?): WordDifference.added(new)
        case (let old?, let new?): WordDifference.html(old, new).0
        }
    }

    /// A string without its quotes; anything else, null among it, as it is in JSON.
    private static func shown(_ json: String?) -> String? {
        guard let json else { return nil }
        return (try? JSONDocument(parsing: json))?.root.string ?? json
    }
}
