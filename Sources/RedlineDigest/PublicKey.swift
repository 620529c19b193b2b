import CCrypto

/// A public key that checks signatures, by OpenSSL.
///
/// A library for web tokens brings a second copy of a library for cryptography and two minutes of
/// processor time to each clean build. Which key and which algorithm count would still be ours to
/// say: such libraries fall back to another key where the named one is unknown.
public final class PublicKey: Sendable {
    /// How a signature is made.
    public enum Scheme: Sendable {
        /// RSA with the padding of PKCS #1 1.5 and SHA-256.
        case rsaPKCS1
        /// RSA with the padding PSS, and SHA-256.
        case rsaPSS
        /// ECDSA on P-256 with SHA-256; the signature is both numbers, 32 bytes each.
        case ecdsaP256
    }

    private struct Handle: @unchecked Sendable {
        // OpenSSL's keys may be read by all threads once they are made.
        let pointer: OpaquePointer
    }

    private let key: Handle
    private let isRSA: Bool

    /// The lengths of RSA's modulus that are taken: below, it is weak; above, checking takes long.
    public static let rsaBits = 2_048...8_192

    private init?(_ kind: String, _ fill: (OpaquePointer) -> Bool) {
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(builder) }
        guard fill(builder), let parameters = OSSL_PARAM_BLD_to_param(builder) else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, kind, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        // The public part with the parameters of its kind.
        let selection = OSSL_KEYMGMT_SELECT_PUBLIC_KEY | OSSL_KEYMGMT_SELECT_ALL_PARAMETERS
        var made: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &made, selection, parameters) == 1, let made
        else {
            EVP_PKEY_free(made)
            return nil
        }
        key = Handle(pointer: made)
        isRSA = kind == "RSA"
        guard let check = EVP_PKEY_CTX_new_from_pkey(nil, made, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(check) }
        guard EVP_PKEY_public_check(check) == 1 else { return nil }
        guard !isRSA || Self.rsaBits.contains(Int(EVP_PKEY_get_bits(made))) else { return nil }
    }

    /// A key of RSA, of its modulus and its exponent, the most significant byte first; nil where that
    /// is none, or a weak or a huge one.
    public convenience init?(rsaModulus: [UInt8], exponent: [UInt8]) {
        // An exponent of more than four bytes only makes checking slow.
        guard rsaModulus.count <= 1_025, 1...4 ~= exponent.count else { return nil }
        let n = BN_bin2bn(rsaModulus, Int32(rsaModulus.count), nil)
        let e = BN_bin2bn(exponent, Int32(exponent.count), nil)
        defer {
            BN_free(n)
            BN_free(e)
        }
        self.init("RSA") { builder in
            OSSL_PARAM_BLD_push_BN(builder, Self.text("n"), n) == 1
                && OSSL_PARAM_BLD_push_BN(builder, Self.text("e"), e) == 1
        }
    }

    /// A key on the curve P-256, of the two coordinates of its point; nil where that is not on it.
    public convenience init?(p256X x: [UInt8], y: [UInt8]) {
        guard x.count == 32, y.count == 32 else { return nil }
        let point = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 65)
        defer { point.deallocate() }
        _ = point.initialize(from: [4] + x + y)
        self.init("EC") { builder in
            let group = Self.text("prime256v1")
            return OSSL_PARAM_BLD_push_utf8_string(builder, Self.text("group"), group, 0) == 1
                && OSSL_PARAM_BLD_push_octet_string(
                    builder,
                    Self.text("pub"),
                    point.baseAddress,
                    point.count
                ) == 1
        }
    }

    /// A text that stays where it is: the builder keeps pointers to names and values, and no copies.
    private static func text(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    deinit { EVP_PKEY_free(key.pointer) }

    /// Whether a signature is of these bytes and of this key.
    public func isSigner(of bytes: [UInt8], _ signature: [UInt8], _ scheme: Scheme) -> Bool {
        var signature = signature
        switch scheme {
        case .rsaPKCS1, .rsaPSS: guard isRSA else { return false }
        case .ecdsaP256:
            guard !isRSA, let encoded = Self.encoded(signature) else { return false }
            signature = encoded
        }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        var details: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &details, EVP_sha256(), nil, key.pointer) == 1 else {
            return false
        }
        if scheme == .rsaPSS {
            guard EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1,
                EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST) == 1
            else { return false }
        }
        return EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }

    /// The two numbers of a signature as OpenSSL takes them, in DER.
    private static func encoded(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let first = BN_bin2bn(Array(signature[..<32]), 32, nil)
        let second = BN_bin2bn(Array(signature[32...]), 32, nil)
        guard let first, let second, ECDSA_SIG_set0(pair, first, second) == 1 else { return nil }
        var buffer: UnsafeMutablePointer<UInt8>?
        let length = i2d_ECDSA_SIG(pair, &buffer)
        guard length > 0, let buffer else { return nil }
        defer { CRYPTO_free(buffer, #file, #line) }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(length)))
    }
}
