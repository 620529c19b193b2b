import RedlineRendering

/// What somebody sees who has signed out and had signed in with an account elsewhere.
public enum SignedOutPage {
    /// The page; `address` is where they can sign out there as well.
    public static func page(name: String, address: String?) -> WebPage {
        let words = Words.SignIn.self
        let there: HTML? = address.map { address in
            """
            <p>\(words.outThere(name))</p>
            <div class="row"><a class="button" href="\(address)" \
            rel="nofollow">\(words.outLink(name))</a></div>

            """
        }
        return WebPage(
            title: words.outTitle,
            content: """
                <h1>\(words.outTitle)</h1>
                <p>\(words.out) <a href="/sign-in">\(words.again)</a></p>
                \(there)
                """
        )
    }
}
