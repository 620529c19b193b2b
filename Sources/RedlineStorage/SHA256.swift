import CCrypto

/// SHA-256 (FIPS 180-4), by OpenSSL.
enum SHA256Digest {
    /// The 32 bytes of the digest.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { digest, count in
            _ = SHA256(bytes, bytes.count, digest.baseAddress)
            count = Int(SHA256_DIGEST_LENGTH)
        }
    }
}
