import Redline

/// What an export of an owner's data came to.
public struct OwnerExportSummary: Sendable, Equatable {
    /// How many rows of all tables are in it, but for the audit trail.
    public let records: Int
    /// How many files were lost from the folder of files; their rows are in it.
    public let lostFiles: Int
    /// The size of the archive.
    public let byteCount: Int
    /// The SHA-256 of the archive: 64 hexadecimal digits.
    public let sha256: String
    /// The instant of which it is.
    public let at: Timestamp
}
