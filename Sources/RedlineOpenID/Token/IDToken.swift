import Redline
import RedlineDigest

/// An ID token that was checked (OpenID Connect Core 1.0, 3.1.3.7).
struct IDToken {
    /// What it says.
    let claims: JSONView
    /// As whom the provider knows the person.
    let subject: String

    /// The seconds that the clocks of the provider and of this service may be apart.
    static let leeway = 60
    /// The characters of a subject.
    static let subjectLimit = 255

    /// Checks what a token says, whose signature is the provider's.
    ///
    /// - Throws: `TokenFault`.
    init(
        _ claims: JSONView,
        issuer: String,
        clientID: String,
        nonce: String,
        at now: Timestamp
    ) throws(TokenFault) {
        guard let named = claims["iss"]?.string, ExactText(named) == ExactText(issuer) else {
            throw .issuer
        }
        try Self.checkAudience(claims, clientID)
        try Self.checkTimes(claims, now)
        // Of texts that are hashed, how long it takes to compare them says nothing.
        guard let sent = claims["nonce"]?.string,
            SHA256Digest.of(Array(sent.utf8)) == SHA256Digest.of(Array(nonce.utf8))
        else { throw .nonce }
        guard let subject = claims["sub"]?.string, !subject.isEmpty,
            subject.utf8.count <= Self.subjectLimit, !subject.utf8.contains(0)
        else { throw .subject }
        self.claims = claims
        self.subject = subject
    }

    private static func checkAudience(
        _ claims: JSONView,
        _ clientID: String
    ) throws(TokenFault) {
        guard let audience = claims["aud"] else { throw .audience }
        let all = audience.string.map { [$0] } ?? audience.elements.compactMap(\.string)
        guard all.contains(where: { ExactText($0) == ExactText(clientID) }) else {
            throw .audience
        }
        if let party = claims["azp"] {
            guard let name = party.string, ExactText(name) == ExactText(clientID) else {
                throw .audience
            }
        } else if all.count > 1 {
            throw .audience
        }
    }

    private static func checkTimes(_ claims: JSONView, _ now: Timestamp) throws(TokenFault) {
        let now = Double(now.microseconds) / 1_000_000
        let leeway = Double(Self.leeway)
        guard let end = claims["exp"]?.double, let issued = claims["iat"]?.double,
            end > now - leeway, issued < now + leeway, issued <= end
        else { throw .time }
        if let start = claims["nbf"] {
            guard let start = start.double, start < now + leeway else { throw .time }
        }
    }
}
