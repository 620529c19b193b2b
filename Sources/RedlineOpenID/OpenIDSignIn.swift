import Redline
import RedlineDigest

/// Signs people in with accounts elsewhere: the authorization code flow of OpenID Connect with PKCE.
///
/// The provider is asked when somebody signs in, never before: a service starts without it.
public final class OpenIDSignIn: Sendable {
    /// How it is set up.
    public let settings: OpenIDSettings
    private let client = ProviderClient()
    private let metadata: Remembered<ProviderMetadata>
    private let keys: Remembered<KeySet>
    private let key: HMACSHA256Key
    private let now: @Sendable () -> Timestamp

    /// How long it is until a key that nobody knows makes the provider be asked for its keys again.
    static let renewalSeconds = 60

    /// The seconds that somebody may take at the provider.
    public static let beginningSeconds = BegunSignIn.seconds

    /// Sets it up, with a clock.
    public init(_ settings: OpenIDSettings, now: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.now = now
        // Services that share the secret understand each other's cookies.
        key = HMACSHA256Key(
            HMACSHA256.of(
                Array("redline sign-in at \(settings.issuer)".utf8),
                key: Array(settings.clientSecret.utf8)
            )
        )
        let metadata = Remembered { [client] in
            let document = try await client.get(ProviderMetadata.address(of: settings.issuer))
            return try ProviderMetadata(document.root, issuer: settings.issuer)
        }
        self.metadata = metadata
        keys = Remembered { [client] in
            let document = try await client.get(metadata.value().keySetAddress)
            guard let set = KeySet(document.root) else { throw ProviderFault.malformed("keys") }
            return set
        }
    }

    /// Closes its connections; it is of no use afterwards.
    public func shutdown() async {
        await client.shutdown()
    }

    /// Begins a sign-in: where the browser is to go, and the cookie that it has to bring back.
    ///
    /// - Throws: `SignInFault`.
    public func begin(next: String) async throws(SignInFault) -> (address: String, cookie: String) {
        do {
            let endpoint = try await metadata.value().authorizationEndpoint
            let begun = BegunSignIn(next: next, key, at: now())
            let address = FormText.address(
                endpoint,
                [
                    ("response_type", "code"), ("client_id", settings.clientID),
                    ("redirect_uri", settings.redirectURL),
                    ("scope", settings.scopes.joined(separator: " ")), ("state", begun.state),
                    ("nonce", begun.nonce), ("code_challenge", begun.challenge),
                    ("code_challenge_method", "S256"),
                ]
            )
            return (address, begun.cookie)
        } catch {
            throw SignInFault(error)
        }
    }

    /// Ends a sign-in: whose account it is, and where its holder wanted to go.
    ///
    /// `take` says whether a state comes back for the first time.
    ///
    /// - Throws: `SignInFault`, and what `take` throws.
    public func finish(
        _ answer: ProviderAnswer?,
        cookie: String?,
        take: (_ state: String) async throws -> Bool
    ) async throws -> (holder: AccountHolder, next: String) {
        guard let answer, let state = answer.state,
            let begun = cookie.flatMap({ BegunSignIn(cookie: $0, key, at: now()) }),
            begun.hasState(state), try await take(state)
        else { throw SignInFault.notBegun }
        do {
            let provider = try await metadata.value()
            if answer.issuer != nil || provider.namesItself {
                guard answer.issuer.map({ ExactText($0) }) == ExactText(settings.issuer) else {
                    throw TokenFault.issuer
                }
            }
            guard !answer.hasError, let code = answer.code else { throw SignInFault.declined }
            let token = try await token(for: code, begun, provider)
            return (try AccountHolder(token, settings), begun.next)
        } catch {
            throw SignInFault(error)
        }
    }

    /// Where somebody can sign out at the provider as well; nil where it has no such page, or does
    /// not answer.
    public func signOutAddress() async -> String? {
        guard let endpoint = try? await metadata.value().endSessionEndpoint else { return nil }
        return FormText.address(
            endpoint,
            [
                ("client_id", settings.clientID),
                ("post_logout_redirect_uri", settings.publicURL + "/sign-in"),
            ]
        )
    }

    private func token(
        for code: String,
        _ begun: BegunSignIn,
        _ provider: ProviderMetadata
    ) async throws -> IDToken {
        var form: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", settings.redirectURL), ("code_verifier", begun.verifier),
        ]
        var authorization: String?
        if provider.hasSecretInForm {
            form += [("client_id", settings.clientID), ("client_secret", settings.clientSecret)]
        } else {
            let pair = [settings.clientID, settings.clientSecret].map(FormText.escaped)
            authorization = "Basic " + BasicText.encoded(pair.joined(separator: ":"))
        }
        let answer = try await client.post(
            FormText.encoded(form),
            to: provider.tokenEndpoint,
            authorization: authorization
        )
        guard let text = answer.root["id_token"]?.string else {
            throw ProviderFault.malformed("id_token")
        }
        let token = try SignedToken(text)
        try await checkSignature(of: token)
        return try IDToken(
            token.claims.root,
            issuer: settings.issuer,
            clientID: settings.clientID,
            nonce: begun.nonce,
            at: now()
        )
    }

    private func checkSignature(of token: SignedToken) async throws {
        var isSigned = token.isSigned(by: try await keys.value())
        if isSigned == nil {
            // A provider changes its keys now and then.
            let renewed = try await keys.renewed(pause: .seconds(Self.renewalSeconds))
            isSigned = renewed.flatMap { token.isSigned(by: $0) }
        }
        guard let isSigned else { throw TokenFault.unknownKey }
        guard isSigned else { throw TokenFault.signature }
    }
}
