import Redline
import RedlinePostgres

/// Moves records from the spool into the database, in the order in which they were accepted, and
/// finds out when a database that was away is back.
public struct SpoolDrain: Sendable {
    /// What became of a record that did not go the straight way; nothing of its content.
    public enum Notice: Sendable {
        /// The database refused it; it is set aside.
        case refused(id: String, reason: String)
        /// It had been refused, and has made way for others that were.
        case discarded(id: String, reason: String)
        /// It takes too long and waits apart, with all that has its id.
        case delayed(id: String)
    }

    /// How many records a drain has moved.
    public struct Tally: Sendable, Equatable {
        /// Records that the database has now.
        public var moved = 0
        /// Records that it refused; they are set aside in the spool.
        public var refused = 0
        /// Workflows and interactions that took too long and wait apart.
        public var delayed = 0

        /// Counts nothing yet.
        public init() {}
    }

    let spool: Spool
    let presence: DatabasePresence
    let lane: DrainLane
    let slowLane: DrainLane
    let patience: DrainPatience
    private let idempotency: IdempotencyKeys
    private let options: ConnectionOptions
    private let counts: RecordingCounts
    private let admission: DatabaseAdmission?
    let notice: @Sendable (Notice) -> Void

    static let batchLimit = 500
    static let interval = Duration.milliseconds(100)
    private static let longestInterval = Duration.seconds(2)

    /// Creates a drain.
    ///
    /// A database that was away is used again where `admission` admits it.
    /// `notice` is told what became of records that did not go the straight way.
    public init(
        _ options: ConnectionOptions,
        spool: Spool,
        presence: DatabasePresence,
        idempotency: IdempotencyKeys,
        counts: RecordingCounts = RecordingCounts(),
        admission: DatabaseAdmission? = nil,
        notice: @escaping @Sendable (Notice) -> Void
    ) {
        self.init(
            options,
            spool: spool,
            presence: presence,
            idempotency: idempotency,
            counts: counts,
            admission: admission,
            patience: DrainPatience(),
            notice: notice
        )
    }

    init(
        _ options: ConnectionOptions,
        spool: Spool,
        presence: DatabasePresence,
        idempotency: IdempotencyKeys,
        counts: RecordingCounts = RecordingCounts(),
        admission: DatabaseAdmission? = nil,
        patience: DrainPatience,
        notice: @escaping @Sendable (Notice) -> Void
    ) {
        self.spool = spool
        self.presence = presence
        self.idempotency = idempotency
        self.options = options
        self.counts = counts
        self.admission = admission
        self.notice = notice
        self.patience = patience
        lane = DrainLane(options, idleSeconds: 20)
        slowLane = DrainLane(options, idleSeconds: 600)
    }

    /// Drains whenever there is something to drain, until the task is cancelled.
    public func run(_ failed: @escaping @Sendable (any Error) -> Void) async {
        await withTaskGroup { group in
            group.addTask { await runMain(failed) }
            group.addTask { await runDelayed(failed) }
        }
    }

    private func runMain(_ failed: @Sendable (any Error) -> Void) async {
        var pause = Self.interval
        while !Task.isCancelled {
            do {
                try await spool.noticeOthers()
                if presence.isAway {
                    try await ask()
                    presence.isAdmitted()
                    try await drainReady()
                    presence.isBack()
                } else {
                    try await drainReady()
                }
                pause = Self.interval
            } catch is CancellationError {
                return
            } catch let refusal as DatabaseRefusal {
                if presence.isRefused("\(refusal)") { failed(refusal) }
                pause = min(pause * 2, Self.longestInterval)
            } catch {
                if error.isOfAbsence { presence.hasGone() }
                if error.isToBeTold { failed(error) }
                pause = min(pause * 2, Self.longestInterval)
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// Moves all that waits, what is delayed at the end.
    ///
    /// - Throws: `PostgresError` where the database is away, `SpoolError`.
    @discardableResult
    public func drain(progress: (Tally) -> Void = { _ in }) async throws -> Tally {
        var tally = try await drainReady(progress: progress)
        for delay in try await spool.delays() {
            tally.add(try await write(delay))
            progress(tally)
        }
        tally.delayed = try await spool.delays().count
        return tally
    }

    /// Moves all that waits and is not delayed.
    @discardableResult
    private func drainReady(progress: (Tally) -> Void = { _ in }) async throws -> Tally {
        var tally = Tally()
        while spool.hasReady {
            let entries = try await spool.next(Self.batchLimit)
            guard !entries.isEmpty else {
                // Another process has drained what this one counted.
                try spool.recount()
                break
            }
            do {
                let result = try await write(entries, lane, patience.batch)
                tally.add(try await settle(result))
            } catch let error where error.isOfSlowness {
                try await confirmPresence()
                tally.add(try await writeSingly(entries))
            }
            progress(tally)
            if spool.isEmpty { try await spool.shrink() }
        }
        return tally
    }

    /// Takes out of the line what was written or refused.
    func settle(_ result: Result) async throws -> Tally {
        let removed = try await spool.settle(result.done, refused: result.refused)
        for refusal in result.refused {
            notice(.refused(id: refusal.entry.recordID, reason: refusal.reason))
        }
        for record in removed { notice(.discarded(id: record.recordID, reason: record.reason)) }
        counts.countDrained(result.done.count)
        counts.countDiscarded(removed.count)
        var tally = Tally()
        tally.moved = result.done.count
        tally.refused = result.refused.count
        return tally
    }

    /// Closes the connection.
    public func close() async {
        await lane.close()
        await slowLane.close()
    }

    /// What became of entries.
    struct Result: Sendable {
        var done: [SpoolEntry] = []
        var refused: [(entry: SpoolEntry, reason: String)] = []
    }

    /// Writes entries in one batch.
    func write(
        _ entries: [SpoolEntry],
        _ lane: DrainLane,
        _ patience: Duration
    ) async throws -> Result {
        var result = Result()
        var writable: [(entry: SpoolEntry, prepared: PreparedRecord)] = []
        for entry in entries {
            do {
                writable.append((entry, try await claimed(entry, patience)))
            } catch let error as JSONParseError {
                result.refused.append((entry, "\(RecordFaults(error))"))
            } catch let error as RecordFaults {
                result.refused.append((entry, "\(error)"))
            }
        }
        let records = writable.map(\.prepared)
        let outcomes = try await lane.write(records, patience: patience)
        for ((entry, _), outcome) in zip(writable, outcomes) {
            switch outcome {
            case .recorded, .duplicate, .spooled: result.done.append(entry)
            case .conflict: result.refused.append((entry, "another record with this id is stored"))
            // Nothing of an erased owner stays, not even set aside.
            case .ownerErased: result.done.append(entry)
            case .unknownWorkflow: result.refused.append((entry, "there is no such workflow"))
            case .refused(let faults): result.refused.append((entry, "\(faults)"))
            }
        }
        return result
    }

    /// The entry's record, its idempotency key claimed for it.
    private func claimed(
        _ entry: SpoolEntry,
        _ patience: Duration
    ) async throws -> PreparedRecord {
        var prepared = try entry.prepared()
        guard let key = prepared.idempotencyKey, let owner = prepared.record.owner else {
            return prepared
        }
        let mine = IdempotentAcceptance(
            recordID: prepared.recordID,
            acceptedAt: prepared.acceptedAt,
            digest: prepared.digest.bytes
        )
        let first = try await withPatience(patience) { [idempotency] in
            try await idempotency.claim(key, of: owner, mine)
        }
        if first.digest == mine.digest {
            prepared.adopt(recordID: first.recordID, acceptedAt: first.acceptedAt)
        }
        return prepared
    }

    /// Finds out whether it was not rather the database that took too long.
    ///
    /// - Throws: Why it does not answer.
    func confirmPresence() async throws {
        try await ask()
        presence.isAdmitted()
    }

    private func ask() async throws {
        try await withPatience(patience.answer) { [options, admission, presence] in
            let connection = try await Connection.connect(options)
            do {
                _ = try await connection.execute("select 1")
                try await admission?.check(connection, wasUsed: presence.wasUsed)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        }
    }
}
