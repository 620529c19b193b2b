/// Why the spool could not keep a record.
public enum SpoolError: Error, Sendable, Equatable {
    /// It holds as much as it may, or the disk is full.
    case full
    /// The file cannot be used; what the system says of it.
    case notUsable(String)
}

extension SpoolError: CustomStringConvertible {
    /// What happened, for people; nothing of any record.
    public var description: String {
        switch self {
        case .full: "the spool is full"
        case .notUsable(let reason): "the spool cannot be used: \(reason)"
        }
    }
}
