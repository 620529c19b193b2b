import RedlineDigest

/// Hashes as records spell them.
enum ContentHash {
    /// `sha256:` and the 64 hex digits of the bytes' hash.
    static func of(_ bytes: [UInt8]) -> String {
        "sha256:" + SHA256Digest.hexadecimal(SHA256Digest.of(bytes))
    }
}
