import HTTPTypes
import Hummingbird
import Redline
import RedlineDigest
import RedlineStorage

/// By what a browser is known: a cookie that scripts cannot read and other sites cannot have sent.
struct SignInToken: Sendable {
    private let token: String

    /// Its digest, by which it is looked up.
    var digest: SecretDigest { SecretDigest(token) }

    /// What each form carries: made from the token, which it does not give away.
    var formToken: String {
        let bytes = HMACSHA256.of(Array("redline form".utf8), key: Array(token.utf8))
        return SHA256Digest.hexadecimal(Array(bytes.prefix(16)))
    }

    private static let name = "redline_sign_in"
    /// With TLS the browser itself sees to it that no other host, and nothing without TLS, set it.
    private static let secureName = "__Host-redline_sign_in"

    init(_ token: String) {
        self.token = token
    }

    /// The token that a request brings; nil where it has none.
    ///
    /// Over TLS only the cookie counts that nobody else can have set.
    init?(of headers: HTTPFields, isSecure: Bool) {
        guard let token = headers.cookie(Self.start(isSecure)) else { return nil }
        self.init(token)
    }

    /// The value of `Set-Cookie` that gives it to a browser.
    func cookie(isSecure: Bool) -> String {
        "\(Self.start(isSecure))=\(token); Path=/; Max-Age=\(SignIns.seconds); "
            + Self.attributes(isSecure)
    }

    /// The value of `Set-Cookie` that takes it from a browser.
    static func noCookie(isSecure: Bool) -> String {
        "\(start(isSecure))=; Path=/; Max-Age=0; " + attributes(isSecure)
    }

    private static func start(_ isSecure: Bool) -> String { isSecure ? secureName : name }

    private static func attributes(_ isSecure: Bool) -> String {
        "HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}

extension HTTPFields {
    /// The value of the first cookie of that name.
    func cookie(_ wanted: String) -> String? {
        for field in self[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                if parts[0].drop(while: { $0 == " " }) == wanted { return String(parts[1]) }
            }
        }
        return nil
    }
}

extension Authenticator {
    /// The key that somebody signs in with; nil where it opens nothing.
    ///
    /// - Throws: `Problem` 429 for an address that has sent too many wrong ones.
    func key(
        toSignInWith secret: String,
        from address: String,
        _ request: RouteRequest
    ) async throws -> APIKey? {
        guard !failed.isBlocked(address) else { throw Problem.tooManyWrongKeys }
        let found = try await key(of: SecretDigest(secret), address, request.logger)
        guard let found, found.isValid(at: .now) else {
            failed.note(address)
            return nil
        }
        return found
    }
}
