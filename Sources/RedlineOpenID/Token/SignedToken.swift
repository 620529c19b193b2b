import Redline
import RedlineDigest

/// A signed web token in its compact form (RFC 7515), of which nothing is believed yet.
struct SignedToken {
    let algorithm: TokenAlgorithm
    let keyID: String?
    /// What it says, to be read once the signature is checked.
    let claims: JSONDocument
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// The bytes of a token that is looked at.
    static let byteLimit = 64 * 1024

    /// Takes a token apart.
    ///
    /// - Throws: `TokenFault`.
    init(_ text: String) throws(TokenFault) {
        guard text.utf8.count <= Self.byteLimit else { throw .malformed }
        let parts = text.utf8.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let head = Base64URL.decode(parts[0]),
            let body = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]),
            let header = try? JSONDocument(parsing: head).root, header.kind == .object,
            let claims = try? JSONDocument(parsing: body), claims.root.kind == .object
        else { throw .malformed }
        // What has to be understood and is not makes a token mean something else.
        guard header["crit"] == nil else { throw .malformed }
        guard let algorithm = header["alg"]?.string.flatMap({ TokenAlgorithm(rawValue: $0) }) else {
            throw .algorithm
        }
        if let id = header["kid"], id.kind != .string { throw .malformed }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        self.claims = claims
        self.signature = signature
        signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    /// Whether one of these keys signed it; nil where none of them could have.
    func isSigned(by set: KeySet) -> Bool? {
        let keys = set.keys(id: keyID, for: algorithm)
        // Without an id it has to be clear which key is meant.
        guard !keys.isEmpty, keyID != nil || keys.count == 1 else { return nil }
        return keys.contains { $0.isSigner(of: signed, signature, algorithm.scheme) }
    }
}
