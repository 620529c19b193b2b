import Redline
import RedlinePostgres

extension RecordWriter {
    /// Asks of whom of these owners nothing may be recorded; gives a row for each of them.
    ///
    /// The transaction that asked holds a lock until it ends, for which an erasure waits: so none
    /// that did not see the erasure commits after it.
    static func refusals(of owners: Set<Owner>) -> Statement {
        var columns = BatchColumns([("owner", PostgresType.text)], capacity: owners.count)
        for owner in owners {
            columns.text(owner.name)
            columns.endRow()
        }
        return .recording(.refusedOwners, columns.parameters)
    }

    /// Takes out of a batch the records of owners who are being erased, or were and are refused: those
    /// of whom `refusals` gave a row.
    static func refuseErased(
        _ batch: inout [(position: Int, prepared: PreparedRecord)],
        _ refusals: [Rows]
    ) throws -> [(position: Int, outcome: RecordOutcome)] {
        var refused: [Owner: Bool] = [:]
        for rows in refusals {
            for row in rows {
                guard let owner = try row["owner"].string.flatMap({ Owner($0) }) else { continue }
                refused[owner] = try row["is_under_way"].bool ?? false
            }
        }
        guard !refused.isEmpty else { return [] }
        var outcomes: [(position: Int, outcome: RecordOutcome)] = []
        batch.removeAll { position, prepared in
            guard let isUnderWay = prepared.record.owner.flatMap({ refused[$0] }) else {
                return false
            }
            outcomes.append((position, .ownerErased(isUnderWay: isUnderWay)))
            return true
        }
        return outcomes
    }
}

extension RecordOutcome {
    /// Why a record of an erased owner is not stored, for whoever sent it.
    public static func reasonOfErasure(isUnderWay: Bool) -> String {
        isUnderWay
            ? "what is held on its owner is being erased: nothing is recorded of them until that ends"
            : "what was held on its owner has been erased, and nothing more is recorded of them"
    }
}

extension RecordingStatement {
    static let refusedOwners = Self("refused_owners")
}
