import CCrypto

/// SHA-256 (FIPS 180-4), by OpenSSL.
public enum SHA256Digest {
    /// The 32 bytes of the digest.
    public static func of(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { digest, count in
            let done = EVP_Digest(
                bytes,
                bytes.count,
                digest.baseAddress,
                nil,
                algorithm.pointer,
                nil
            )
            precondition(done == 1, "libcrypto computes SHA-256")
            count = Int(SHA256_DIGEST_LENGTH)
        }
    }

    /// Looked up once: the look-up takes longer than the digest of a record.
    private static let algorithm = Algorithm()

    private struct Algorithm: @unchecked Sendable {
        // OpenSSL's algorithms may be used by all threads.
        let pointer: OpaquePointer?

        init() {
            pointer = EVP_MD_fetch(nil, "SHA256", nil)
        }
    }
}
