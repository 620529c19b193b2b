import Redline
import RedlinePostgres

/// Writes interactions, a batch in one transaction.
///
/// A batch holds no two interactions with the same id of the same owner.
struct InteractionBatch {
    /// One object, and not a value of many parts: a batch is gone through often, and going through
    /// values counts the references of each part up and down.
    final class Item: Sendable {
        let position: Int
        let prepared: PreparedRecord
        let interaction: Interaction
        let key: OwnedID

        /// Takes an interaction; nil for a stage.
        init?(position: Int, prepared: PreparedRecord) {
            guard case .interaction(let interaction) = prepared.record else { return nil }
            self.position = position
            self.prepared = prepared
            self.interaction = interaction
            key = OwnedID(owner: interaction.owner, id: prepared.interactionID)
        }

        var occurredAt: Timestamp { interaction.timestamp ?? prepared.acceptedAt }
    }

    let items: [Item]
    let kept: KeptDays
    /// Whether the session's own role may COPY into the tables.
    let mayCopy: Bool

    init(
        _ records: [(position: Int, prepared: PreparedRecord)],
        kept: KeptDays,
        mayCopy: Bool
    ) {
        items = records.compactMap(Item.init)
        self.kept = kept
        self.mayCopy = mayCopy
    }

    /// Records the interactions; the outcomes go by their positions.
    func write(
        on connection: isolated Connection
    ) throws -> [(position: Int, outcome: RecordOutcome)] {
        guard !items.isEmpty else { return [] }
        let claim = Statement.recording(.claimInteractions, claims)
        let rows = try connection.pipeline([claim])[0]
        guard rows.count < items.count else {
            // All are new, as they nearly always are: which ones need not be read.
            try insert(items, on: connection)
            return items.map { ($0.position, recorded($0)) }
        }
        let claimed = try OwnedID.all(rows, column: "interaction_id")
        let fresh = items.filter { claimed.contains($0.key) }
        let others = items.filter { !claimed.contains($0.key) }
        let known = try readKnown(others, on: connection)
        try insert(fresh, on: connection)
        return fresh.map { ($0.position, recorded($0)) }
            + others.compactMap { item in
                known[item.key].map {
                    (item.position, $0.outcome(for: item, kept))
                }
            }
    }

    private func recorded(_ item: Item) -> RecordOutcome {
        .recorded(
            RecordReceipt(
                owner: item.key.owner,
                id: item.key.id,
                stage: nil,
                status: nil,
                revision: 1,
                occurredAt: item.occurredAt,
                expiresAt: kept.end(
                    of: item.key.owner.name,
                    from: item.prepared.acceptedAt
                )
            )
        )
    }

    // MARK: In two round trips

    /// Whether a batch of so many is better written in two round trips than by COPY.
    static func isBrief(_ count: Int, mayCopy: Bool) -> Bool {
        count > 0 && !(mayCopy && count >= leastCopy)
    }

    /// Whose interactions they are.
    var owners: Set<Owner> { Set(items.map(\.key.owner)) }

    /// What inserts them, to be made while the database is at what `opening` asks of it.
    var inserts: InteractionInserts { InteractionInserts(items) }

    /// What `opening` and `finish` share: how the messages stand in their threads.
    var repeats: ThreadRepeats { ThreadRepeats(items, .atOnce) }

    /// What opens the transaction that `finish` then closes.
    ///
    /// Where not all of the ids are new, that takes more round trips: a small batch then violates
    /// `keyConstraint`, and of a larger one `finish` throws `SomeAreKnown`. Where somebody begins a
    /// thread of it at the same time, its end violates `ThreadNeighbours.threadConstraint`.
    func opening(_ repeats: ThreadRepeats) -> [Statement] {
        let claim: RecordingStatement =
            items.count <= Self.leastCopy ? .claimNewInteractions : .claimInteractions
        return [.recording(claim, claims)] + repeats.opening
    }

    /// The constraint that an id violates which was claimed before.
    static let keyConstraint = "interaction_key_pkey"

    /// What closes the transaction, from what `opening` gave.
    ///
    /// - Throws: `SomeAreKnown` where not all of the ids are new.
    func finish(
        _ rows: [Rows],
        _ repeats: ThreadRepeats,
        _ inserts: InteractionInserts,
        on connection: isolated Connection
    ) throws -> (closing: [Statement], outcomes: [(position: Int, outcome: RecordOutcome)]) {
        guard items.count <= Self.leastCopy || rows.first?.count == items.count else {
            throw SomeAreKnown()
        }
        var repeats = repeats
        try repeats.compare(rows.dropFirst(), on: connection)
        return (
            inserts.statements(repeating: repeats.repeating) + repeats.closing,
            items.map { ($0.position, recorded($0)) }
        )
    }

    struct SomeAreKnown: Error {}

    // MARK: Ids

    /// The ids, for a statement that claims them.
    private var claims: [String: Parameter] {
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
        return columns.parameters
    }

    private struct Known {
        let occurredAt: Timestamp
        let recordedAt: Timestamp
        let digest: RecordDigest

        func outcome(for item: Item, _ kept: KeptDays) -> RecordOutcome {
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
                    expiresAt: kept.end(of: item.key.owner.name, from: recordedAt)
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
        var repeats = ThreadRepeats(fresh, .asking)
        try repeats.compare(connection.pipeline(repeats.opening)[...], on: connection)
        if mayCopy, fresh.count >= Self.leastCopy {
            try copy(fresh, repeats, on: connection)
            _ = try connection.pipeline(repeats.closing)
        } else {
            let inserts = InteractionInserts(fresh).statements(repeating: repeats.repeating)
            _ = try connection.pipeline(inserts + repeats.closing)
        }
    }

    /// Writes by COPY, which takes half of the server's time that the INSERT takes.
    private func copy(
        _ fresh: [Item],
        _ repeats: ThreadRepeats,
        on connection: isolated Connection
    ) throws {
        var rows = InteractionRows<RowLayout>(capacity: fresh.count)
        var calls = ToolCallRows<RowLayout>()
        for item in fresh {
            rows.append(item, repeatsPrevious: repeats.repeating.contains(item.position))
            calls.append(item)
        }
        // COPY is refused to roles that row-level security binds, as it does the recorder.
        try connection.execute(RecordWriter.ownRights)
        try connection.copy(rows.batch, by: .copyInteractions)
        if calls.batch.rows > 0 { try connection.copy(calls.batch, by: .copyToolCalls) }
        try connection.execute("set local role redline_recorder")
        _ = try connection.pipeline(RollUpQueue(fresh, repeating: repeats.repeating).statements)
    }

    /// From so many interactions on a COPY's own round trips are worth their while; an INSERT is of
    /// no more.
    static let leastCopy = 100
}
