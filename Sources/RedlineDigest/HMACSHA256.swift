/// HMAC with SHA-256 (RFC 2104).
public enum HMACSHA256 {
    /// The 32 bytes of the code.
    public static func of(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        HMACSHA256Key(key).code(of: bytes)
    }
}
