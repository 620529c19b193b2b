import Redline
import RedlineDigest

/// The keys with which a provider signs (RFC 7517); those of other kinds are left out.
struct KeySet: Sendable {
    private struct Entry: Sendable {
        let id: String?
        let type: String
        let algorithm: String?
        let key: PublicKey
    }

    private let entries: [Entry]

    /// The keys of a set that are looked at.
    static let keyLimit = 100

    /// Takes a key set apart; nil where it is none.
    init?(_ json: JSONView) {
        guard let keys = json["keys"], keys.kind == .array else { return nil }
        entries = keys.elements.prefix(Self.keyLimit).compactMap(Self.entry)
    }

    /// The keys that may have signed a token; without an id in it, all of its kind.
    func keys(id: String?, for algorithm: TokenAlgorithm) -> [PublicKey] {
        entries.filter { entry in
            (id == nil || entry.id == id) && entry.type == algorithm.keyType
                && (entry.algorithm == nil || entry.algorithm == algorithm.rawValue)
        }.map(\.key)
    }

    private static func entry(_ json: JSONView) -> Entry? {
        guard let type = json["kty"]?.string else { return nil }
        if let use = json["use"], use.string != "sig" { return nil }
        if let uses = json["key_ops"], !uses.elements.contains(where: { $0.string == "verify" }) {
            return nil
        }
        func bytes(_ name: String) -> [UInt8]? {
            json[name]?.string.flatMap { Base64URL.decode($0.utf8) }
        }
        let key: PublicKey?
        switch type {
        case "RSA":
            guard let modulus = bytes("n"), let exponent = bytes("e") else { return nil }
            key = PublicKey(rsaModulus: modulus, exponent: exponent)
        case "EC":
            guard json["crv"]?.string == "P-256", let x = bytes("x"), let y = bytes("y") else {
                return nil
            }
            key = PublicKey(p256X: x, y: y)
        default: key = nil
        }
        return key.map {
            Entry(id: json["kid"]?.string, type: type, algorithm: json["alg"]?.string, key: $0)
        }
    }
}
