import Redline
import Testing

@testable import RedlineStorage

/// A time, written as RFC 3339.
func instant(_ text: String) throws -> Timestamp {
    try #require(Timestamp(text))
}

/// A record that is ready to be written.
func prepare(
    _ json: String,
    at acceptedAt: String = "2026-03-05T12:00:00Z",
    requiresWorkflow: Bool = false
) throws -> PreparedRecord {
    let record = try Record(JSONDocument(parsing: json))
    var prepared = try PreparedRecord(record, acceptedAt: instant(acceptedAt))
    prepared.requiresWorkflow = requiresWorkflow
    return prepared
}

extension RecordWriter {
    /// Writes records and says in words what became of each.
    func outcomes(_ records: [PreparedRecord]) async throws -> [String] {
        try await write(records).map(\.words)
    }
}

extension RecordOutcome {
    /// The whole outcome on one line.
    var words: String {
        switch self {
        case .recorded(let receipt): "recorded \(receipt.words)"
        case .duplicate(let receipt): "duplicate \(receipt.words)"
        case .spooled(let receipt): "spooled \(receipt.words)"
        case .conflict(let id): "conflict \(id)"
        case .unknownWorkflow(let id): "unknown workflow \(id)"
        case .ownerErased(let isUnderWay): isUnderWay ? "owner being erased" : "owner erased"
        case .refused(let faults): "refused \(faults)"
        }
    }

    /// The receipt of a record that is stored.
    var receipt: RecordReceipt? {
        switch self {
        case .recorded(let receipt), .duplicate(let receipt), .spooled(let receipt): receipt
        case .conflict, .unknownWorkflow, .ownerErased, .refused: nil
        }
    }
}

extension RecordReceipt {
    /// The whole receipt on one line.
    var words: String {
        let place = stage.map { "\($0.rawValue) of revision \(revision)" } ?? "interaction"
        let end = expiresAt.map { "\($0)" } ?? "an unknown time"
        return "\(place) \(id) of \(owner?.name ?? "nobody") at \(occurredAt) until \(end)"
    }
}
