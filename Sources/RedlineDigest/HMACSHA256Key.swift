/// A key for many codes of HMAC with SHA-256, which is prepared once.
public struct HMACSHA256Key: Sendable {
    private let inner: [UInt8]
    private let outer: [UInt8]

    private static let block = 64

    /// Prepares a key.
    public init(_ key: [UInt8]) {
        var key = key.count > Self.block ? SHA256Digest.of(key) : key
        key += [UInt8](repeating: 0, count: Self.block - key.count)
        inner = key.map { $0 ^ 0x36 }
        outer = key.map { $0 ^ 0x5C }
    }

    /// The 32 bytes of the code.
    public func code(of bytes: [UInt8]) -> [UInt8] {
        SHA256Digest.of(outer + SHA256Digest.of(inner + bytes))
    }
}
