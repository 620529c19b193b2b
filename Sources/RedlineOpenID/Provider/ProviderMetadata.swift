import Redline

/// What a provider tells of itself (OpenID Connect Discovery 1.0).
struct ProviderMetadata: Sendable {
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let keySetAddress: String
    let endSessionEndpoint: String?
    /// Whether the secret goes into the form, as the provider does not take it in a header.
    let hasSecretInForm: Bool
    /// Whether each answer of it names it (RFC 9207).
    let namesItself: Bool

    /// Where a provider tells it.
    static func address(of issuer: String) -> String {
        var issuer = issuer
        while issuer.hasSuffix("/") { issuer.removeLast() }
        return issuer + "/.well-known/openid-configuration"
    }

    /// Reads it.
    ///
    /// - Throws: `ProviderFault` where it is another provider's, or leads to addresses without TLS.
    init(_ json: JSONView, issuer: String) throws(ProviderFault) {
        guard let named = json["issuer"]?.string, ExactText(named) == ExactText(issuer) else {
            throw .otherIssuer
        }
        let mayBePlain = ProviderAddress.isPlain(issuer)
        func address(_ name: String) -> String? {
            guard let text = json[name]?.string,
                ProviderAddress.parts(text, mayBePlain: mayBePlain) != nil
            else { return nil }
            return text
        }
        func needed(_ name: String) throws(ProviderFault) -> String {
            guard let found = address(name) else { throw .malformed(name) }
            return found
        }
        authorizationEndpoint = try needed("authorization_endpoint")
        tokenEndpoint = try needed("token_endpoint")
        keySetAddress = try needed("jwks_uri")
        endSessionEndpoint = address("end_session_endpoint")
        let ways = json["token_endpoint_auth_methods_supported"]?.elements.compactMap(\.string)
        let known = ways ?? ["client_secret_basic"]
        guard known.contains("client_secret_basic") || known.contains("client_secret_post") else {
            throw .noWayToAuthenticate
        }
        hasSecretInForm = !known.contains("client_secret_basic")
        namesItself =
            json["authorization_response_iss_parameter_supported"]?.boolean == true
    }
}
