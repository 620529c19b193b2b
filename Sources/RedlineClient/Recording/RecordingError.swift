import Redline

/// Why a record was not taken, or records are not where they should be by now.
public enum RecordingError: Error, Sendable {
    /// The record breaks rules; nothing of it is kept.
    case invalid(RecordFaults)
    /// So many bytes of records wait already; nothing of this one is kept.
    case full(limit: Int)
    /// The client is closed; nothing of the record is kept.
    case closed
    /// The record could not be put on the disk before the client was closed.
    case notOnDisk
    /// So many records wait still, and why, where that is known.
    case notSent(waiting: Int, because: ServiceFault?)
}

extension RecordingError: CustomStringConvertible {
    /// What happened, for people; nothing of any record.
    public var description: String {
        switch self {
        case .invalid(let faults): "\(faults)"
        case .full(let limit): "records of \(limit) bytes wait already"
        case .closed: "the client is closed"
        case .notOnDisk: "the record could not be put on the disk"
        case .notSent(let waiting, let fault):
            "\(waiting) records wait to be sent" + (fault.map { ": \($0)" } ?? "")
        }
    }
}
