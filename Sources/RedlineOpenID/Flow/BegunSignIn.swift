import Redline
import RedlineDigest

/// A sign-in on its way to the provider and back, as the browser that began it keeps it in a cookie.
///
/// The cookie has a random token, an end and the place to go to, under a code that only this service
/// makes. State, nonce and the secret of PKCE are made of the token: nothing is kept of a sign-in
/// that was only begun, so that beginning many costs nothing, and they never stand in the cookie.
struct BegunSignIn {
    /// Where to go then.
    let next: String
    /// By what the answer of the provider is known as one to this.
    let state: String
    /// By what a token is known as one for this.
    let nonce: String
    /// The secret of PKCE (RFC 7636).
    let verifier: String
    /// The value of the cookie.
    let cookie: String

    /// How long one may take at the provider.
    static let seconds = 600
    /// The bytes of a place to go to; a longer one would not fit into a cookie.
    static let placeLimit = 2_000

    /// What of the verifier goes by way of the browser.
    var challenge: String {
        Base64URL.encode(SHA256Digest.of(Array(verifier.utf8)))
    }

    /// Begins a sign-in.
    init(next: String, _ key: HMACSHA256Key, at now: Timestamp) {
        var random = SystemRandomNumberGenerator()
        let token = Base64URL.encode(
            (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        )
        let end = now.microseconds / 1_000_000 + Int64(Self.seconds)
        let place = next.utf8.count <= Self.placeLimit ? next : "/"
        let said = "\(token).\(end).\(Base64URL.encode(Array(place.utf8)))"
        self.init(
            token: token,
            next: place,
            cookie: "\(said).\(Self.code("cookie", said, key))",
            key
        )
    }

    /// The sign-in that a cookie is of; nil where this service did not make it, or its time is over.
    init?(cookie: String, _ key: HMACSHA256Key, at now: Timestamp) {
        let parts = cookie.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        let code = Self.code("cookie", parts[..<3].joined(separator: "."), key)
        guard Self.isSame(code, parts[3]), let end = Int64(parts[1]),
            end > now.microseconds / 1_000_000,
            let place = Base64URL.decode(parts[2].utf8),
            let next = String(validating: place, as: UTF8.self)
        else { return nil }
        self.init(token: parts[0], next: next, cookie: cookie, key)
    }

    private init(token: String, next: String, cookie: String, _ key: HMACSHA256Key) {
        self.next = next
        self.cookie = cookie
        state = Self.code("state", token, key)
        nonce = Self.code("nonce", token, key)
        verifier = Self.code("verifier", token, key)
    }

    /// Whether an answer's state is this one's.
    func hasState(_ state: String) -> Bool { Self.isSame(self.state, state) }

    private static func code(_ use: String, _ text: String, _ key: HMACSHA256Key) -> String {
        Base64URL.encode(key.code(of: Array("\(use)\n\(text)".utf8)))
    }

    /// Of texts that are hashed, how long it takes to compare them says nothing.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        SHA256Digest.of(Array(a.utf8)) == SHA256Digest.of(Array(b.utf8))
    }
}
