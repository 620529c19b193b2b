import RedlineDigest

/// The ways to sign a token that are taken.
///
/// Each has a key pair, so that nobody who knows the public key can sign; `none` and the ways with a
/// shared secret are not among them.
enum TokenAlgorithm: String {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case es256 = "ES256"

    var scheme: PublicKey.Scheme {
        switch self {
        case .rs256: .rsaPKCS1
        case .ps256: .rsaPSS
        case .es256: .ecdsaP256
        }
    }

    /// The kind of key that it takes, as key sets name it.
    var keyType: String {
        switch self {
        case .rs256, .ps256: "RSA"
        case .es256: "EC"
        }
    }
}
