import RedlineOpenID

/// The cookie of a browser that is on its way to sign in elsewhere, and back.
enum BegunSignInCookie {
    private static let name = "redline_begun_sign_in"
    /// With TLS the browser itself sees to it that no other host, and nothing without TLS, set it.
    private static let secureName = "__Host-redline_begun_sign_in"

    static func name(isSecure: Bool) -> String { isSecure ? secureName : name }

    /// The value of `Set-Cookie` that gives it to a browser.
    ///
    /// The browser comes back by a link of another site: `Lax` lets the cookie come along then, and
    /// never with what another site sends by itself.
    static func cookie(_ value: String, isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=\(value); Path=/; Max-Age=\(OpenIDSignIn.beginningSeconds); "
            + attributes(isSecure)
    }

    /// The value of `Set-Cookie` that takes it from a browser.
    static func noCookie(isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=; Path=/; Max-Age=0; " + attributes(isSecure)
    }

    private static func attributes(_ isSecure: Bool) -> String {
        "HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
