/// Why an ID token is not believed; the log has it, and never the token.
enum TokenFault: Error, Equatable, Sendable {
    /// It is no token.
    case malformed
    /// It is signed in a way that is not taken.
    case algorithm
    /// None of the provider's keys can have signed it.
    case unknownKey
    /// The signature is not of this token.
    case signature
    /// It is another provider's.
    case issuer
    /// It is for somebody else than this service.
    case audience
    /// Its time is over, or has not come, or is not said.
    case time
    /// It is not the answer to this very sign-in.
    case nonce
    /// It does not say who it is about.
    case subject
}
