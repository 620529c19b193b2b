import CCrypto
import Foundation

/// A key pair with which a provider signs tokens, by OpenSSL.
public final class SigningKey: Sendable {
    /// The kinds of key pairs.
    public enum Kind: Sendable {
        /// RSA, of so many bits.
        case rsa(Int)
        /// The curve P-256.
        case p256
        /// The curve P-384.
        case p384
    }

    private struct Handle: @unchecked Sendable {
        // OpenSSL's keys may be used by all threads once they are made.
        let pointer: OpaquePointer
    }

    private let handle: Handle
    /// Its kind.
    public let kind: Kind
    /// By what key sets know it.
    public let id: String

    /// Draws a key pair.
    public init(_ kind: Kind, id: String) {
        self.kind = kind
        self.id = id
        let isRSA = if case .rsa = kind { true } else { false }
        guard let context = EVP_PKEY_CTX_new_id(isRSA ? EVP_PKEY_RSA : EVP_PKEY_EC, nil) else {
            fatalError("libcrypto draws keys")
        }
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        var isDone = EVP_PKEY_keygen_init(context) == 1
        switch kind {
        case .rsa(let bits):
            isDone = isDone && EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1
        case .p256:
            isDone =
                isDone
                && EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1
        case .p384:
            isDone = isDone && EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_secp384r1) == 1
        }
        guard isDone, EVP_PKEY_keygen(context, &made) == 1, let made else {
            fatalError("libcrypto draws keys")
        }
        handle = Handle(pointer: made)
    }

    deinit { EVP_PKEY_free(handle.pointer) }

    /// Signs with SHA-256: RSA with PKCS #1, or PSS; a curve with both numbers one after the other.
    public func signature(of bytes: [UInt8], isPSS: Bool = false) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { return [] }
        defer { EVP_MD_CTX_free(context) }
        var details: OpaquePointer?
        guard EVP_DigestSignInit(context, &details, EVP_sha256(), nil, handle.pointer) == 1 else {
            return []
        }
        if isPSS {
            EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING)
            EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST)
        }
        var length = 0
        guard EVP_DigestSign(context, nil, &length, bytes, bytes.count) == 1 else { return [] }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1 else {
            return []
        }
        signature.removeLast(signature.count - length)
        if case .rsa = kind { return signature }
        return signature.withUnsafeBufferPointer { der in
            var start = der.baseAddress
            guard let pair = d2i_ECDSA_SIG(nil, &start, der.count) else { return [] }
            defer { ECDSA_SIG_free(pair) }
            return Self.bytes(ECDSA_SIG_get0_r(pair), width)
                + Self.bytes(ECDSA_SIG_get0_s(pair), width)
        }
    }

    /// The public key as an object of a key set, with further members in JSON.
    public func jwk(_ more: [String: String] = [:]) -> String {
        var members: [String: String]
        switch kind {
        case .rsa:
            members = [
                "kty": #""RSA""#, "n": text(of: "n", nil), "e": text(of: "e", nil),
            ]
        case .p256, .p384:
            let curve = width == 32 ? "P-256" : "P-384"
            members = [
                "kty": #""EC""#, "crv": "\"\(curve)\"", "x": text(of: "qx", width),
                "y": text(of: "qy", width),
            ]
        }
        members["kid"] = "\"\(id)\""
        members["use"] = #""sig""#
        return JSONText.object(members.merging(more) { $1 }.filter { !$0.value.isEmpty })
    }

    /// The first coordinate of its point, in JSON; of a curve alone.
    public var coordinate: String { text(of: "qx", width) }

    /// The public key as everybody can have it, in DER.
    public var published: [UInt8] {
        var buffer: UnsafeMutablePointer<UInt8>?
        let length = i2d_PublicKey(handle.pointer, &buffer)
        guard length > 0, let buffer else { return [] }
        defer { CRYPTO_free(buffer, #file, #line) }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(length)))
    }

    private var width: Int {
        if case .p384 = kind { 48 } else { 32 }
    }

    private func text(of parameter: String, _ width: Int?) -> String {
        var number: OpaquePointer?
        EVP_PKEY_get_bn_param(handle.pointer, parameter, &number)
        defer { BN_free(number) }
        return "\"\(Token.base64(Self.bytes(number, width)))\""
    }

    private static func bytes(_ number: OpaquePointer?, _ width: Int?) -> [UInt8] {
        let width = width ?? Int(BN_num_bits(number) + 7) / 8
        var bytes = [UInt8](repeating: 0, count: width)
        BN_bn2binpad(number, &bytes, Int32(width))
        return bytes
    }
}
