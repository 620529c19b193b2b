import Redline
import RedlinePostgres

/// Writes batches of records on a connection of its own, one transaction a batch.
public actor RecordWriter {
    private nonisolated let thread: ConnectionThread
    /// The connection's thread while that is free: who waits for what was written goes on there.
    public nonisolated let tasks: (any TaskExecutor)?
    private let options: ConnectionOptions
    /// The most work that a summary is for being measured while it is recorded.
    private let atOnce: MeasuringWork
    private var connection: Connection?
    private var mayCopy = false
    /// Whether the last batch met records that are stored already, so that the next one may as well:
    /// a client that sends everything again, or a spool that was drained in part.
    private var expectsKnown = false
    private var knownWeeks: Set<WeekOfKind> = []
    private var retention: (export: KeptDays, interaction: KeptDays, readAt: Timestamp)?

    private struct WeekOfKind: Hashable {
        let kind: String
        let week: Int64
    }

    /// The most records that are written in one transaction.
    public static let batchLimit = 1_000

    /// Creates a writer; it connects when there is something to write.
    public init(_ options: ConnectionOptions) {
        self.init(options, atOnce: .atOnceLimit)
    }

    init(_ options: ConnectionOptions, atOnce: MeasuringWork) {
        var options = options
        // The same few statements over and over, whose plans do not depend on their values: planning
        // them anew each time would cost more than running them.
        options.settings["plan_cache_mode"] = "force_generic_plan"
        // And all of them look rows up by their keys. A plan that was made while the tables were
        // empty, and is kept, would read them whole for as long as the connection lasts.
        for way in ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"] {
            options.settings[way] = "off"
        }
        options.settings["jit"] = "off"
        thread = ConnectionThread(name: "record writer")
        tasks = ConnectionTasks(thread)
        self.options = options
        self.atOnce = atOnce
    }

    deinit {
        thread.stop()
    }

    /// The thread of the connection, so that a batch changes threads but once.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Writes records; the outcomes are in the order of the records.
    ///
    /// - Throws: `PostgresError` where nothing of the batch could be written.
    public func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        var outcomes = [RecordOutcome?](repeating: nil, count: records.count)
        var waiting = zip(records.indices, records).map { (position: $0, prepared: $1) }
        while !waiting.isEmpty {
            let round = Self.split(waiting)
            waiting = round.later
            try await write(round.now, into: &outcomes, &waiting)
        }
        return outcomes.map { outcome in
            outcome ?? .refused(RecordFaults([RecordFault("", "was not recorded")]))
        }
    }

    /// Closes the connection.
    public func close() async {
        await connection?.close()
        connection = nil
    }

    /// The first records of each identity, up to the limit; the others have to wait for what
    /// becomes of those.
    private static func split(
        _ records: [(position: Int, prepared: PreparedRecord)]
    ) -> (
        now: [(position: Int, prepared: PreparedRecord)],
        later: [(position: Int, prepared: PreparedRecord)]
    ) {
        guard records.count > 1 else { return (records, []) }
        var seen = Set<Identity>(minimumCapacity: min(records.count, batchLimit))
        var now: [(position: Int, prepared: PreparedRecord)] = []
        now.reserveCapacity(min(records.count, batchLimit))
        var later: [(position: Int, prepared: PreparedRecord)] = []
        for record in records {
            if now.count < batchLimit, seen.insert(Identity(record.prepared)).inserted {
                now.append(record)
            } else {
                later.append(record)
            }
        }
        return (now, later)
    }

    private struct Identity: Hashable {
        let owner: Owner?
        let id: ExactText
        let revision: Int
        let stage: ExportStage?

        init(_ prepared: PreparedRecord) {
            owner = prepared.record.owner
            switch prepared.record {
            case .stage(let stage):
                id = ExactText(stage.workflowID.map { "\($0)" } ?? "")
                revision = stage.revision
                self.stage = stage.stage
            case .interaction:
                id = ExactText(prepared.interactionID)
                revision = 1
                stage = nil
            }
        }
    }

    // MARK: One batch

    private func write(
        _ batch: [(position: Int, prepared: PreparedRecord)],
        into outcomes: inout [RecordOutcome?],
        _ waiting: inout [(position: Int, prepared: PreparedRecord)]
    ) async throws {
        do {
            for (position, outcome) in try await committed(batch) {
                if case .conflict(let id) = outcome,
                    let prepared = batch.first(where: { $0.position == position })?.prepared,
                    prepared.isIDMade
                {
                    // An id that was made here has met another of the same microsecond.
                    var renamed = prepared
                    renamed.interactionID = InteractionID.suffixed(id, prepared.digest)
                    waiting.append((position, renamed))
                    continue
                }
                outcomes[position] = outcome
            }
        } catch let error as PostgresError where error.isOfOneRecord {
            guard batch.count > 1 else {
                outcomes[batch[0].position] = .refused(
                    RecordFaults([RecordFault("", "PostgreSQL refuses it: \(error)")])
                )
                return
            }
            // One record spoils the batch: halve it until that record is alone.
            let half = batch.count / 2
            try await write(Array(batch[..<half]), into: &outcomes, &waiting)
            try await write(Array(batch[half...]), into: &outcomes, &waiting)
        }
    }

    /// Commits a batch; what met another writer in a deadlock is tried again, and what found no
    /// partition as well: one may be gone that was there, and one that another session has just
    /// attached is seen by a query a moment before an INSERT finds it.
    private func committed(
        _ batch: [(position: Int, prepared: PreparedRecord)]
    ) async throws -> [(position: Int, outcome: RecordOutcome)] {
        for _ in 1..<Self.tries {
            do {
                return try await commit(batch)
            } catch let error as PostgresError where error.sqlState == "40P01" {
                continue
            } catch let error as PostgresError where error.isOfMissingPartition {
                knownWeeks.removeAll()
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        return try await commit(batch)
    }

    private static let tries = 4

    private func commit(
        _ batch: [(position: Int, prepared: PreparedRecord)]
    ) async throws -> [(position: Int, outcome: RecordOutcome)] {
        let connection = try await connected()
        let kept = try await keptDays(on: connection)
        try await ensurePartitions(for: batch.map(\.prepared), on: connection)
        if let quick = quickBatch(batch, kept.interaction) {
            do {
                let repeats = quick.repeats
                let opening = [Self.refusals(of: quick.owners)] + quick.opening(repeats)
                return try await connection.transaction(
                    opening: opening,
                    meanwhile: { quick.inserts }
                ) { connection, rows, inserts in
                    guard rows[0].isEmpty else { throw SomeAreErased() }
                    let others = Array(rows.dropFirst())
                    return try quick.finish(others, repeats, inserts, on: connection)
                }
            } catch is InteractionBatch.SomeAreKnown {
                expectsKnown = true
            } catch let error as PostgresError where error.isOfKnownInteraction {
                expectsKnown = true
            } catch let error as PostgresError where error.isOfKnownThread {
                // Somebody has begun a thread meanwhile: now it is known.
            } catch is SomeAreErased {}
        }
        let mayCopy = mayCopy
        let atOnce = atOnce
        let owners = Set(batch.compactMap(\.prepared.record.owner))
        let refusals = owners.isEmpty ? [] : [Self.refusals(of: owners)]
        let (outcomes, areNew) = try await connection.transaction(opening: refusals) {
            connection,
            refused in
            var batch = batch
            var refused = refused
            var outcomes = try Self.assignOwners(&batch, on: connection)
            let assigned = Set(batch.compactMap(\.prepared.record.owner)).subtracting(owners)
            if !assigned.isEmpty {
                refused += try connection.pipeline([Self.refusals(of: assigned)])
            }
            outcomes += try Self.refuseErased(&batch, refused)
            let (stages, interactions) = Self.byKind(batch)
            var closing: [Statement] = []
            if !stages.isEmpty {
                var writer = StageBatch(kept: kept.export, atOnce: atOnce)
                outcomes += try writer.write(stages, on: connection)
                closing = writer.closing
            }
            let writer = InteractionBatch(
                interactions,
                kept: kept.interaction,
                mayCopy: mayCopy
            )
            let written = try writer.write(on: connection)
            return (closing, (outcomes + written, written.allSatisfy(\.outcome.isNew)))
        }
        if areNew { expectsKnown = false }
        return outcomes
    }

    /// Gives a transaction the rights of the login in place of the recorder's.
    static let ownRights = "set local role none"

    /// Some owners of a batch are ones of whom nothing may be recorded.
    private struct SomeAreErased: Error {}

    /// The batch where it holds nothing but a few interactions, of which none seems to be known.
    private func quickBatch(
        _ records: [(position: Int, prepared: PreparedRecord)],
        _ kept: KeptDays
    ) -> InteractionBatch? {
        guard !expectsKnown, InteractionBatch.isBrief(records.count, mayCopy: mayCopy) else {
            return nil
        }
        let batch = InteractionBatch(records, kept: kept, mayCopy: mayCopy)
        return batch.items.count == records.count ? batch : nil
    }

    private static func byKind(
        _ records: [(position: Int, prepared: PreparedRecord)]
    ) -> (
        stages: [(position: Int, prepared: PreparedRecord)],
        interactions: [(position: Int, prepared: PreparedRecord)]
    ) {
        var stages: [(position: Int, prepared: PreparedRecord)] = []
        var interactions: [(position: Int, prepared: PreparedRecord)] = []
        for record in records {
            if case .stage = record.prepared.record {
                stages.append(record)
            } else {
                interactions.append(record)
            }
        }
        return (stages, interactions)
    }

    // MARK: The connection

    private func connected() async throws -> Connection {
        if let known = connection {
            if await known.isUsable { return known }
            await known.close()
        }
        let fresh = try await Connection.connect(options, on: thread)
        try await fresh.run(.preferLZ4)
        mayCopy = try await fresh.run(.mayCopy).first?["may_copy"].bool ?? false
        // For as long as the connection lasts, which nobody else has: what takes the login's own rights
        // says so, for one transaction.
        try await fresh.execute("set role redline_recorder")
        connection = fresh
        return fresh
    }

    private func keptDays(
        on connection: Connection
    ) async throws -> (export: KeptDays, interaction: KeptDays) {
        let now = Timestamp.now
        if let retention, now.microseconds - retention.readAt.microseconds < 10_000_000 {
            return (retention.export, retention.interaction)
        }
        let rows = try await connection.transaction { connection in
            try connection.execute(Self.ownRights)
            return try connection.run(.retentionDays)
        }
        let export = try KeptDays(rows, "export_days")
        let interaction = try KeptDays(rows, "interaction_days")
        retention = (export, interaction, now)
        return (export, interaction)
    }

    private func ensurePartitions(
        for records: [PreparedRecord],
        on connection: Connection
    ) async throws {
        let perWeek: Int64 = 7 * 86_400_000_000
        for prepared in records {
            let kind: String
            let time: Timestamp
            switch prepared.record {
            case .stage(let stage):
                kind = "export"
                time = StageBatch.start(of: stage, acceptedAt: prepared.acceptedAt)
            case .interaction(let interaction):
                kind = "interaction"
                time = interaction.timestamp ?? prepared.acceptedAt
            }
            // Weeks begin on Mondays; 1970-01-01 was a Thursday.
            let shifted = time.microseconds + 3 * 86_400_000_000
            let week = WeekOfKind(kind: kind, week: shifted / perWeek)
            guard !knownWeeks.contains(week) else { continue }
            try await connection.transaction { connection in
                try connection.execute(Self.ownRights)
                try connection.run(
                    .ensurePartitions,
                    ["kind": .text(kind), "at": .timestamp(time)]
                )
            }
            knownWeeks.insert(week)
        }
    }
}

extension RecordOutcome {
    fileprivate var isNew: Bool {
        if case .recorded = self { return true }
        return false
    }
}
