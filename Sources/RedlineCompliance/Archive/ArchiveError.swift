/// Why an archive cannot be written or read.
public enum ArchiveError: Error, Equatable {
    /// It cannot be written, such as on a full disk.
    case unwritable(reason: String)
    /// It is not there, or may not be read.
    case unreadable(path: String, reason: String)
}

extension ArchiveError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .unwritable(let reason): "the archive cannot be written: \(reason)"
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        }
    }
}
