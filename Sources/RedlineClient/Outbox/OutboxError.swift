import GRDB

/// Why records could not be kept on local disk.
public enum OutboxError: Error, Sendable, Equatable {
    /// Another process, or another client of this one, uses the file.
    case inUse(path: String)
    /// The file cannot be used; what the system says of it.
    case notUsable(String)

    init(_ error: any Error) {
        switch error {
        case let error as OutboxError: self = error
        case let error as DatabaseError:
            self = .notUsable(error.message ?? "SQLite error \(error.resultCode.rawValue)")
        default: self = .notUsable("\(error.localizedDescription)")
        }
    }
}

extension OutboxError: CustomStringConvertible {
    /// What happened, for people; nothing of any record.
    public var description: String {
        switch self {
        case .inUse(let path): "\(path) is in use: each client needs a file of its own"
        case .notUsable(let reason): "the file for waiting records cannot be used: \(reason)"
        }
    }
}
