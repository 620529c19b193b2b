import RedlineDigest

/// What is kept of a key's secret: its SHA-256, from which nobody gets the secret back.
public struct SecretDigest: Hashable, Sendable {
    /// The 32 bytes.
    let bytes: [UInt8]

    /// Digests a secret.
    public init(_ secret: String) {
        bytes = SHA256Digest.of(Array(secret.utf8))
    }
}
