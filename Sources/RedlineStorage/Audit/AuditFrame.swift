import RedlineDigest

/// Values one behind the other, each with its length before it: what the digests of the audit trail
/// go over.
///
/// It is computed here again, and not by the functions of the database, which can be exchanged.
struct AuditFrame {
    private var bytes: [UInt8] = []

    mutating func append(_ value: String?) {
        guard let value else {
            bytes.append(UInt8(ascii: "-"))
            return
        }
        bytes.append(contentsOf: "\(value.utf8.count):".utf8)
        bytes.append(contentsOf: value.utf8)
    }

    /// The SHA-256 of what has been appended.
    var digest: String { SHA256Digest.hexadecimal(of: bytes) }
}

extension SHA256Digest {
    /// The digest as 64 hexadecimal digits.
    static func hexadecimal(of bytes: [UInt8]) -> String { hexadecimal(of(bytes)) }
}
