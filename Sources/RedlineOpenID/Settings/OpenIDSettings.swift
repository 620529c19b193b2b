import Redline

/// At which provider people sign in, and what its accounts open.
public struct OpenIDSettings: Sendable {
    /// The provider, as it names itself in each token (`REDLINE_OIDC_ISSUER`).
    public let issuer: String
    /// As what this service is registered there (`REDLINE_OIDC_CLIENT_ID`).
    let clientID: String
    /// By what the provider knows that it is this service (`REDLINE_OIDC_CLIENT_SECRET`).
    let clientSecret: String
    /// The address of the pages, without a slash at its end (`REDLINE_PUBLIC_URL`).
    public let publicURL: String
    /// What people call the provider (`REDLINE_OIDC_NAME`).
    public let name: String
    /// What the provider is asked for (`REDLINE_OIDC_SCOPES`).
    let scopes: [String]
    /// Which claim is a person's name as an owner (`REDLINE_OIDC_OWNER_CLAIM`).
    let ownerClaim: ClaimName
    /// Which claim decides what a person may do (`REDLINE_OIDC_ROLE_CLAIM`).
    let roleClaim: ClaimName?
    /// Its values and what they allow, the first that fits counts (`REDLINE_OIDC_ROLES`).
    let roles: [(value: String, role: KeyRole)]
    /// What each account has to say to be let in (`REDLINE_OIDC_REQUIRED_CLAIMS`).
    let required: [(claim: ClaimName, value: String)]

    /// Whether the pages are reached by TLS, so that cookies go nowhere without.
    public var isSecure: Bool { publicURL.hasPrefix("https:") }

    /// Where the provider sends people back to.
    public var redirectURL: String { publicURL + Self.callbackPath }

    /// The path of the page that people come back to.
    public static let callbackPath = "/sign-in/openid/callback"
    /// The path that leads people to the provider.
    public static let startPath = "/sign-in/openid"
}

extension OpenIDSettings: CustomStringConvertible, CustomReflectable {
    /// The provider alone: the secret stays out.
    public var description: String { "sign-in at \(issuer)" }

    /// The same, for whoever dumps it.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
