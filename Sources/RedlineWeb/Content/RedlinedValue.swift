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

    private static func pieces(_ before: String?, _ after: String?) -> [HTML] {
        switch (before, after) {
        case (nil, nil): []
        case (let old?, nil): [removed(old)]
        case (nil, let new?): [added(new)]
        case (let old?, let new?):
            TextDifference.words(old, new).map { segment in
                switch segment.kind {
                case .kept: HTML(lines: segment.text)
                case .removed: removed(segment.text)
                case .added: added(segment.text)
                }
            }
        }
    }

    private static func removed(_ text: String) -> HTML { "<del>\(HTML(lines: text))</del>" }
    private static func added(_ text: String) -> HTML { "<ins>\(HTML(lines: text))</ins>" }

    /// A string without its quotes; anything else, null among it, as it is in JSON.
    private static func shown(_ json: String?) -> String? {
        guard let json else { return nil }
        return (try? JSONDocument(parsing: json))?.root.string ?? json
    }
}
