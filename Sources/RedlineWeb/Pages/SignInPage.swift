import RedlineRendering

/// Where one signs in.
public enum SignInPage {
    /// Why somebody has to try again.
    public enum Refusal: Sendable {
        /// The key opens nothing.
        case wrong
        /// The key has nothing to look at.
        case recorder
        /// The address has sent too many wrong keys.
        case tooMany

        fileprivate var text: String {
            switch self {
            case .wrong: Words.SignIn.wrong
            case .recorder: Words.SignIn.recorder
            case .tooMany: Words.SignIn.tooMany
            }
        }
    }

    /// The page; `next` is where its visitor wanted to go.
    public static func page(next: String, refusal: Refusal? = nil) -> WebPage {
        let words = Words.SignIn.self
        let said: HTML? = refusal.map {
            "<div class=\"said\" role=\"alert\"><p id=\"refusal\">\($0.text)</p></div>\n"
        }
        let described: HTML = refusal == nil ? "hint" : "hint refusal"
        return WebPage(
            title: words.title,
            content: """
                <h1>\(words.title)</h1>
                <p>\(words.explanation)</p>
                \(said)\
                <form method="post" action="/sign-in" class="sheet">
                <input type="hidden" name="next" value="\(next)">
                <div class="field">
                <label for="key">\(words.key)</label>
                <input id="key" name="key" type="password" autocomplete="current-password" \
                required autofocus aria-describedby="\(described)">
                <span class="hint" id="hint">\(words.hint)</span>
                </div>
                <div class="row"><button class="main">\(words.button)</button></div>
                </form>
                """
        )
    }
}
