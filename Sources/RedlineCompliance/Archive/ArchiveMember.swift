/// A file of an archive: its size and its digest.
public struct ArchiveMember: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its size, unpacked.
    public let byteCount: Int
    /// The SHA-256 of its bytes: 64 hexadecimal digits.
    public let sha256: String
}
