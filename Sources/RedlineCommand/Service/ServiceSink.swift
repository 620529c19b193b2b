import Redline
import RedlineClient
import RedlineStorage

/// Records at a service what is read from files; each record's id is fixed before it goes out, so
/// that a request that has to be sent again records nothing twice.
struct ServiceSink: RecordSink {
    private let connection: ServiceConnection

    /// A service that is restarted, or under load, is waited for so long.
    private static let patience = Duration.seconds(300)
    /// The most records of one request: its answer names no more refusals.
    private static let requestLimit = 1_000

    init(_ address: ServiceAddress) {
        connection = ServiceConnection(address)
    }

    func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        var outcomes: [RecordOutcome] = []
        var rest = records[...]
        while !rest.isEmpty {
            outcomes += try await send(Array(rest.prefix(Self.requestLimit)))
            rest = rest.dropFirst(Self.requestLimit)
        }
        return outcomes
    }

    private func send(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        let accepted = try records.map { try AcceptedRecord($0.record, fixing: .withNewID) }
        let answer = try await connection.persisting(for: Self.patience) { connection in
            try await connection.send(accepted)
        }
        let rejections = Dictionary(
            answer.rejections.map { ($0.line, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var (duplicates, spooled) = (answer.duplicates, answer.spooled)
        var later = answer.measuredLater
        return zip(1..., zip(records, accepted)).map { line, pair in
            if let rejection = rejections[line] {
                let faults =
                    rejection.faults.isEmpty
                    ? [RecordFault("", rejection.detail)] : rejection.faults
                return .refused(RecordFaults(faults))
            }
            // The answer counts the others and does not say which they are: nor need it.
            if duplicates > 0 {
                duplicates -= 1
                return .duplicate(Self.receipt(pair.0, pair.1))
            }
            let isLater = later > 0
            if isLater { later -= 1 }
            let receipt = Self.receipt(pair.0, pair.1, isMeasuredLater: isLater)
            guard spooled > 0 else { return .recorded(receipt) }
            spooled -= 1
            return .spooled(receipt)
        }
    }

    private static func receipt(
        _ prepared: PreparedRecord,
        _ accepted: AcceptedRecord,
        isMeasuredLater: Bool = false
    ) -> RecordReceipt {
        RecordReceipt(
            owner: prepared.record.owner,
            id: accepted.id,
            stage: nil,
            status: nil,
            revision: 1,
            occurredAt: prepared.acceptedAt,
            expiresAt: nil,
            isMeasuredLater: isMeasuredLater
        )
    }

    func close() async { await connection.shutdown() }
}
