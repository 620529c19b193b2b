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
        /// What came back from elsewhere is no answer to what this browser began.
        case notBegun
        /// They were not signed in elsewhere.
        case declined
        /// Their account is not let in.
        case notAdmitted
        /// Their account does not say whose records are theirs.
        case noOwner
        /// What was held on them was erased.
        case erased
        /// It does not work elsewhere.
        case trouble
        /// Too many sign in at once.
        case busy

        fileprivate var text: String {
            switch self {
            case .wrong: Words.SignIn.wrong
            case .recorder: Words.SignIn.recorder
            case .tooMany: Words.SignIn.tooMany
            case .notBegun: Words.SignIn.notBegun
            case .declined: Words.SignIn.declined
            case .notAdmitted: Words.SignIn.notAdmitted
            case .noOwner: Words.SignIn.noOwner
            case .erased: Words.SignIn.erased
            case .trouble: Words.SignIn.trouble
            case .busy: Words.SignIn.busy
            }
        }
    }

    /// A way to sign in with an account elsewhere.
    public struct Way: Sendable {
        let name: String
        let path: String

        /// Names a way: what people call it, and the path that begins it.
        public init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// The page; `next` is where its visitor wanted to go.
    public static func page(next: String, way: Way? = nil, refusal: Refusal? = nil) -> WebPage {
        let words = Words.SignIn.self
        let said: HTML? = refusal.map {
            "<div class=\"said\" role=\"alert\"><p id=\"refusal\">\($0.text)</p></div>\n"
        }
        let described: HTML = refusal == nil ? "hint" : "hint refusal"
        // A link, and no form: browsers hold where a form leads in the end against the policy of the
        // page, and it leads to another site.
        let elsewhere: HTML? = way.map { way in
            let link = Link(way.path, [("next", next == "/" ? "" : next)]).address
            return """
                <section class="sheet"><div class="row"><a class="button main" href="\(link)" \
                rel="nofollow">\(words.with(way.name))</a></div>
                <p class="note">\(words.elsewhere)</p></section>

                """
        }
        // Who has another way is not led to the field of a key.
        let focus: HTML = way == nil ? " autofocus" : ""
        return WebPage(
            title: words.title,
            content: """
                <h1>\(words.title)</h1>
                <p>\(words.explanation)</p>
                \(said)\(elsewhere)\
                <form method="post" action="/sign-in" class="sheet">
                <input type="hidden" name="next" value="\(next)">
                <div class="field">
                <label for="key">\(words.key)</label>
                <input id="key" name="key" type="password" autocomplete="current-password" \
                required\(focus) aria-describedby="\(described)">
                <span class="hint" id="hint">\(words.hint)</span>
                </div>
                <div class="row"><button class="main">\(words.button)</button></div>
                </form>
                """
        )
    }
}
