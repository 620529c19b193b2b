import Redline
import RedlinePostgres

/// Writes interactions, a batch in one transaction.
///
/// A batch holds no two interactions with the same id of the same owner.
struct InteractionBatch {
    struct Item {
        let position: Int
        let prepared: PreparedRecord
        let interaction: Interaction
        let key: OwnedID

        var occurredAt: Timestamp { interaction.timestamp ?? prepared.acceptedAt }
    }

    let interactionDays: Int
    /// Whether the session's own role may COPY into the tables.
    let mayCopy: Bool

    /// Records the interactions; the outcomes go by their positions.
    func write(
        _ records: [(position: Int, prepared: PreparedRecord)],
        on connection: isolated Connection
    ) throws -> [(position: Int, outcome: RecordOutcome)] {
        let items = records.compactMap(Self.item)
        guard !items.isEmpty else { return [] }
        let claimed = try claim(items, on: connection)
        // Nil means all of them, as nearly always.
        let fresh = claimed.map { new in items.filter { new.contains($0.key) } } ?? items
        let others = claimed.map { new in items.filter { !new.contains($0.key) } } ?? []
        let known = try readKnown(others, on: connection)
        var outcomes = others.compactMap { item in
            known[item.key].map { (item.position, $0.outcome(for: item, days: interactionDays)) }
        }
        try insert(fresh, on: connection)
        for item in fresh {
            let receipt = RecordReceipt(
                owner: item.key.owner,
                id: item.key.id,
                stage: nil,
                status: nil,
                revision: 1,
                occurredAt: item.occurredAt,
                expiresAt: item.prepared.acceptedAt.adding(days: interactionDays)
            )
            outcomes.append((item.position, .recorded(receipt)))
        }
        return outcomes
    }

    private static func item(_ record: (position: Int, prepared: PreparedRecord)) -> Item? {
        guard case .interaction(let interaction) = record.prepared.record else { return nil }
        return Item(
            position: record.position,
            prepared: record.prepared,
            interaction: interaction,
            key: OwnedID(owner: interaction.owner, id: record.prepared.interactionID)
        )
    }

    // MARK: Ids

    private func claim(_ items: [Item], on connection: isolated Connection) throws -> Set<OwnedID>?
    {
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("interaction_id", PostgresType.text),
                ("occurred_at", PostgresType.timestamptz),
                ("recorded_at", PostgresType.timestamptz), ("digest", PostgresType.bytea),
            ],
            capacity: items.count
        )
        for item in items {
            columns.text(item.key.owner.name)
            columns.text(item.key.id)
            columns.time(item.occurredAt)
            columns.time(item.prepared.acceptedAt)
            columns.bytes(item.prepared.digest.bytes)
            columns.endRow()
        }
        let rows = try connection.run(.claimInteractions, columns.parameters)
        guard rows.count < items.count else { return nil }
        return Set(try rows.compactMap { try OwnedID($0, column: "interaction_id") })
    }

    private struct Known {
        let occurredAt: Timestamp
        let recordedAt: Timestamp
        let digest: RecordDigest

        func outcome(for item: Item, days: Int) -> RecordOutcome {
            guard digest == item.prepared.digest else {
                return .conflict(id: item.key.id)
            }
            return .duplicate(
                RecordReceipt(
                    owner: item.key.owner,
                    id: item.key.id,
                    stage: nil,
                    status: nil,
                    revision: 1,
                    occurredAt: occurredAt,
                    expiresAt: recordedAt.adding(days: days)
                )
            )
        }
    }

    private func readKnown(
        _ items: [Item],
        on connection: isolated Connection
    ) throws -> [OwnedID: Known] {
        guard !items.isEmpty else { return [:] }
        var columns = BatchColumns(
            [("owner", PostgresType.text), ("interaction_id", PostgresType.text)],
            capacity: items.count
        )
        for item in items {
            columns.text(item.key.owner.name)
            columns.text(item.key.id)
            columns.endRow()
        }
        var known: [OwnedID: Known] = [:]
        for row in try connection.run(.claimedInteractions, columns.parameters) {
            guard let key = try OwnedID(row, column: "interaction_id"),
                let occurred = try row["occurred_at"].timestamp,
                let recorded = try row["recorded_at"].timestamp,
                let digest = try row["digest"].bytes.flatMap({ RecordDigest($0) })
            else { continue }
            known[key] = Known(occurredAt: occurred, recordedAt: recorded, digest: digest)
        }
        return known
    }

    // MARK: Writing

    private func insert(_ fresh: [Item], on connection: isolated Connection) throws {
        guard !fresh.isEmpty else { return }
        let repeats = try ThreadRepeats(fresh, on: connection)
        if mayCopy, fresh.count >= Self.leastCopy {
            try copy(fresh, repeats, on: connection)
        } else {
            let (rows, calls): (BatchColumns, BatchColumns) = rows(of: fresh, repeats)
            try connection.run(.insertInteractions, rows.parameters)
            if calls.rows > 0 { try connection.run(.insertToolCalls, calls.parameters) }
        }
        try repeats.updateStored(on: connection)
    }

    /// Writes by COPY, which takes half of the server's time that the INSERT takes.
    private func copy(
        _ fresh: [Item],
        _ repeats: ThreadRepeats,
        on connection: isolated Connection
    ) throws {
        let (rows, calls): (BatchRows, BatchRows) = rows(of: fresh, repeats)
        // COPY is refused to roles that row-level security binds, as it does the recorder.
        try connection.execute("reset role")
        try connection.copy(rows, by: .copyInteractions)
        if calls.rows > 0 { try connection.copy(calls, by: .copyToolCalls) }
        try connection.execute("set local role redline_recorder")
    }

    private func rows<Layout>(
        of fresh: [Item],
        _ repeats: ThreadRepeats
    ) -> (interactions: Batch<Layout>, calls: Batch<Layout>) {
        var rows = InteractionRows<Layout>(capacity: fresh.count)
        var calls = ToolCallRows<Layout>()
        for item in fresh {
            rows.append(item, repeatsPrevious: repeats.repeating.contains(item.position))
            calls.append(item)
        }
        return (rows.batch, calls.batch)
    }

    /// From so many interactions on a COPY's own round trips are worth their while.
    private static let leastCopy = 100
}
