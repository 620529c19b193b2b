import CCrypto

/// SHA-256 of bytes that come piece by piece.
public final class SHA256Stream {
    private let context: OpaquePointer

    /// Starts with nothing.
    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else { preconditionFailure("libcrypto has SHA-256") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        let done = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(done == 1, "libcrypto computes SHA-256")
    }

    /// The digest of what came, as 64 hexadecimal digits; nothing can come afterwards.
    public func finish() -> String {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let done = EVP_DigestFinal_ex(context, &digest, nil)
        precondition(done == 1, "libcrypto computes SHA-256")
        return SHA256Digest.hexadecimal(digest)
    }
}

extension SHA256Digest {
    /// Bytes as hexadecimal digits.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        func digit(_ value: UInt8) -> UInt8 {
            value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        }
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (place, byte) in bytes.enumerated() {
                text[place * 2] = digit(byte >> 4)
                text[place * 2 + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }
}
