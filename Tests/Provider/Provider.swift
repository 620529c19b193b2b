import EndpointDouble
import Foundation
import RedlineDigest
import Synchronization

/// A provider of accounts (OpenID Connect) on a port of the loopback, which holds to the protocol
/// unless it is told to lie.
public final class Provider: Sendable {
    /// What it says, and how it lies.
    public struct Behaviour: Sendable {
        /// The key that it signs with.
        public var key: SigningKey
        /// The keys that it publishes, as objects of a key set.
        public var published: [String]
        /// The header of its tokens, over the right one; an empty value takes a member away.
        public var header: [String: String] = [:]
        /// The claims of its tokens, over the right ones.
        public var claims: [String: String] = [:]
        /// Signs in place of the key.
        public var sign: (@Sendable ([UInt8]) -> [UInt8])?
        /// What it tells of itself, over what is right.
        public var discovery: [String: String] = [:]
        /// What it answers to a path in place of what is right.
        public var replies: [String: @Sendable () -> [ScriptedEndpoint.Step]] = [:]
        /// What it adds to the address to which it sends a browser back.
        public var callback: String = ""
        /// Whether it lets nobody in.
        public var declines = false
    }

    private struct Code {
        let nonce: String
        let challenge: String
        let redirect: String
    }

    private struct State {
        var port = 0
        var behaviour: Behaviour
        var codes: [String: Code] = [:]
        var asked: [String: Int] = [:]
        var forms: [[String: String]] = []
        var heads: [String] = []
    }

    private let state: Mutex<State>

    /// As what redline is registered.
    public static let clientID = "redline pages"
    /// Its secret, with what has to be escaped.
    public static let secret = "s:cret+/%& =1"

    private init(_ key: SigningKey) {
        state = Mutex(State(behaviour: Behaviour(key: key, published: [key.jwk()])))
    }

    /// Where it is.
    public var issuer: String { state.withLock { "http://127.0.0.1:\($0.port)/realm" } }
    /// Its port.
    public var port: Int { state.withLock(\.port) }
    /// The key that it signs with.
    public var key: SigningKey { state.withLock(\.behaviour.key) }
    /// The forms that its token endpoint was sent.
    public var forms: [[String: String]] { state.withLock(\.forms) }
    /// The heads of those requests.
    public var heads: [String] { state.withLock(\.heads) }

    /// How often a path was asked for.
    public func count(_ path: String) -> Int { state.withLock { $0.asked[path] ?? 0 } }

    /// Changes what it says.
    public func change(_ change: @Sendable (inout Behaviour) -> Void) {
        state.withLock { change(&$0.behaviour) }
    }

    /// Runs a provider.
    public static func run<Result: Sendable>(
        _ kind: SigningKey.Kind = .rsa(2_048),
        _ body: @escaping @Sendable (Provider) async throws -> Result
    ) async throws -> Result {
        let provider = Provider(SigningKey(kind, id: "first"))
        return try await ScriptedEndpoint.run(
            answering: { _, request in provider.answer(request) }
        ) { endpoint in
            provider.state.withLock { $0.port = endpoint.port }
            return try await body(provider)
        }
    }

    private func answer(_ request: ScriptedEndpoint.Received) -> [ScriptedEndpoint.Step] {
        let target = String(request.head.split(separator: " ").dropFirst().first ?? "")
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = parts.first ?? ""
        let override = state.withLock { state in
            state.asked[path, default: 0] += 1
            return state.behaviour.replies[path]
        }
        if let override { return override() }
        let query = Self.fields(parts.count > 1 ? parts[1] : "")
        switch path {
        case "/realm/.well-known/openid-configuration": return discovery()
        case "/keys":
            let keys = state.withLock(\.behaviour.published)
            return ScriptedEndpoint.http(200, "{\"keys\":[\(keys.joined(separator: ","))]}")
        case "/authorize": return authorize(query)
        case "/token": return token(request)
        default: return ScriptedEndpoint.http(404, "{}")
        }
    }

    private func discovery() -> [ScriptedEndpoint.Step] {
        let origin = "http://127.0.0.1:\(port)"
        let right = [
            "issuer": "\"\(issuer)\"", "authorization_endpoint": "\"\(origin)/authorize?a=1\"",
            "token_endpoint": "\"\(origin)/token\"", "jwks_uri": "\"\(origin)/keys\"",
            "end_session_endpoint": "\"\(origin)/logout\"",
        ]
        let told = state.withLock(\.behaviour.discovery)
        let members = right.merging(told) { $1 }.filter { !$0.value.isEmpty }
        return ScriptedEndpoint.http(200, JSONText.object(members))
    }

    private func authorize(_ query: [String: String]) -> [ScriptedEndpoint.Step] {
        guard query["response_type"] == "code", query["client_id"] == Self.clientID,
            query["code_challenge_method"] == "S256", query["a"] == "1",
            query["scope"]?.split(separator: " ").contains("openid") == true,
            let redirect = query["redirect_uri"], let wanted = query["state"],
            let nonce = query["nonce"], let challenge = query["code_challenge"],
            wanted.count >= 43, nonce.count >= 43, challenge.count == 43
        else { return ScriptedEndpoint.http(400, #"{"error":"invalid_request"}"#) }
        let code = "code-\(UUID().uuidString)"
        let (declines, more) = state.withLock { state in
            state.codes[code] = Code(nonce: nonce, challenge: challenge, redirect: redirect)
            return (state.behaviour.declines, state.behaviour.callback)
        }
        let what = declines ? "error=access_denied&error_description=no" : "code=\(code)"
        // As Keycloak and Google do, with more than was asked for.
        let address = "\(redirect)?\(what)&state=\(wanted)&session_state=x&scope=openid\(more)"
        return ScriptedEndpoint.http(302, "", headers: ["Location: \(address)"])
    }

    private func token(_ request: ScriptedEndpoint.Received) -> [ScriptedEndpoint.Step] {
        let form = Self.fields(request.body)
        let (code, behaviour) = state.withLock { state in
            state.forms.append(form)
            state.heads.append(request.head)
            // A code counts once.
            return (form["code"].flatMap { state.codes.removeValue(forKey: $0) }, state.behaviour)
        }
        let isInForm = behaviour.discovery["token_endpoint_auth_methods_supported"] != nil
        let pair = [Self.clientID, Self.secret].map(Self.escaped).joined(separator: ":")
        let basic = "authorization: basic \(Data(pair.utf8).base64EncodedString())"
        let isClient =
            isInForm
            ? form["client_id"] == Self.clientID && form["client_secret"] == Self.secret
                && !request.head.lowercased().contains("authorization:")
            : request.head.split(separator: "\r\n").contains {
                $0.lowercased() == basic.lowercased()
            } && form["client_secret"] == nil
        guard isClient else {
            return ScriptedEndpoint.http(401, #"{"error":"invalid_client"}"#)
        }
        let verifier = Array((form["code_verifier"] ?? "").utf8)
        guard let code, form["grant_type"] == "authorization_code",
            form["redirect_uri"] == code.redirect, verifier.count >= 43,
            Token.base64(SHA256Digest.of(verifier)) == code.challenge
        else { return ScriptedEndpoint.http(400, #"{"error":"invalid_grant"}"#) }
        let body = JSONText.object([
            "access_token": #""at-not-to-be-logged""#, "token_type": #""Bearer""#,
            "expires_in": "300", "id_token": "\"\(idToken(code.nonce, behaviour))\"",
        ])
        return ScriptedEndpoint.http(200, body)
    }

    private func idToken(_ nonce: String, _ behaviour: Behaviour) -> String {
        let now = Int(Date().timeIntervalSince1970)
        let right = [
            "iss": "\"\(issuer)\"", "aud": "\"\(Self.clientID)\"", "sub": #""ada-1815""#,
            "iat": "\(now)", "exp": "\(now + 300)", "nonce": "\"\(nonce)\"",
        ]
        let key = behaviour.key
        let isRSA = if case .rsa = key.kind { true } else { false }
        let header = [
            "alg": isRSA ? #""RS256""# : #""ES256""#, "kid": "\"\(key.id)\"", "typ": #""JWT""#,
        ]
        func merged(_ right: [String: String], _ told: [String: String]) -> [String: String] {
            right.merging(told) { $1 }.filter { !$0.value.isEmpty }
        }
        return Token.signed(
            header: merged(header, behaviour.header),
            claims: merged(right, behaviour.claims),
            by: behaviour.sign ?? { key.signature(of: $0) }
        )
    }

    /// The fields of a query or a form.
    public static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let values = pair.map { $0.removingPercentEncoding ?? "" }
            fields[values[0]] = values.count > 1 ? values[1] : ""
        }
        return fields
    }

    private static func escaped(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }
}
