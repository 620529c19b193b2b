import Redline
import RedlinePostgres

/// Moves records from the spool into the database, in the order in which they were accepted, and
/// finds out when a database that was away is back.
public struct SpoolDrain: Sendable {
    /// How many records a drain has moved.
    public struct Tally: Sendable, Equatable {
        /// Records that the database has now.
        public var moved = 0
        /// Records that it refused; they are set aside in the spool.
        public var refused = 0

        /// Counts nothing yet.
        public init() {}
    }

    private let spool: Spool
    private let presence: DatabasePresence
    private let writer: RecordWriter
    private let idempotency: IdempotencyKeys
    private let options: ConnectionOptions
    private let counts: RecordingCounts
    private let admission: DatabaseAdmission?
    private let refused: @Sendable (String, String) -> Void

    private static let batchLimit = 500
    private static let batchPatience = Duration.seconds(30)
    private static let interval = Duration.milliseconds(100)
    private static let longestInterval = Duration.seconds(2)

    /// Creates a drain.
    ///
    /// A database that was away is used again where `admission` admits it.
    /// `refused` is told the id of each record that the database refuses, and why.
    public init(
        _ options: ConnectionOptions,
        spool: Spool,
        presence: DatabasePresence,
        idempotency: IdempotencyKeys,
        counts: RecordingCounts = RecordingCounts(),
        admission: DatabaseAdmission? = nil,
        refused: @escaping @Sendable (String, String) -> Void
    ) {
        self.spool = spool
        self.presence = presence
        self.idempotency = idempotency
        self.options = options
        self.counts = counts
        self.admission = admission
        self.refused = refused
        writer = RecordWriter(options)
    }

    /// Drains whenever there is something to drain, until the task is cancelled.
    public func run(_ failed: @Sendable (any Error) -> Void) async {
        var pause = Self.interval
        while !Task.isCancelled {
            do {
                if presence.isAway {
                    try await ask()
                    presence.isAdmitted()
                    try await drain()
                    presence.isBack()
                } else {
                    try await drain()
                }
                pause = Self.interval
            } catch is CancellationError {
                return
            } catch let refusal as DatabaseRefusal {
                if presence.isRefused("\(refusal)") { failed(refusal) }
                pause = min(pause * 2, Self.longestInterval)
            } catch {
                if error.isOfAbsence { presence.hasGone() } else { failed(error) }
                pause = min(pause * 2, Self.longestInterval)
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// Moves all that waits.
    ///
    /// - Throws: `PostgresError` where the database is away, `SpoolError`.
    @discardableResult
    public func drain(progress: (Tally) -> Void = { _ in }) async throws -> Tally {
        var tally = Tally()
        while !spool.isEmpty {
            let entries = try await spool.next(Self.batchLimit)
            guard !entries.isEmpty else {
                // Another process has drained what this one counted.
                try spool.recount()
                break
            }
            let (done, refusals) = try await write(entries)
            try await spool.settle(done, refused: refusals)
            for refusal in refusals { refused(refusal.entry.recordID, refusal.reason) }
            counts.countDrained(done.count)
            tally.moved += done.count
            tally.refused += refusals.count
            progress(tally)
            if spool.isEmpty { try await spool.shrink() }
        }
        return tally
    }

    /// Closes the connection.
    public func close() async {
        await writer.close()
    }

    private func write(
        _ entries: [SpoolEntry]
    ) async throws -> (done: [SpoolEntry], refused: [(entry: SpoolEntry, reason: String)]) {
        var done: [SpoolEntry] = []
        var refusals: [(entry: SpoolEntry, reason: String)] = []
        var writable: [(entry: SpoolEntry, prepared: PreparedRecord)] = []
        for entry in entries {
            do {
                writable.append((entry, try await claimed(entry)))
            } catch let error as JSONParseError {
                refusals.append((entry, "\(RecordFaults(error))"))
            } catch let error as RecordFaults {
                refusals.append((entry, "\(error)"))
            }
        }
        let records = writable.map(\.prepared)
        let outcomes = try await withPatience(Self.batchPatience) { [writer] in
            try await writer.write(records)
        }
        for ((entry, _), outcome) in zip(writable, outcomes) {
            switch outcome {
            case .recorded, .duplicate, .spooled: done.append(entry)
            case .conflict: refusals.append((entry, "another record with this id is stored"))
            case .unknownWorkflow: refusals.append((entry, "there is no such workflow"))
            case .refused(let faults): refusals.append((entry, "\(faults)"))
            }
        }
        return (done, refusals)
    }

    /// The entry's record, its idempotency key claimed for it.
    private func claimed(_ entry: SpoolEntry) async throws -> PreparedRecord {
        var prepared = try entry.prepared()
        guard let key = prepared.idempotencyKey, let owner = prepared.record.owner else {
            return prepared
        }
        let mine = IdempotentAcceptance(
            recordID: prepared.recordID,
            acceptedAt: prepared.acceptedAt,
            digest: prepared.digest.bytes
        )
        let first = try await withPatience(Self.batchPatience) { [idempotency] in
            try await idempotency.claim(key, of: owner, mine)
        }
        if first.digest == mine.digest {
            prepared.adopt(recordID: first.recordID, acceptedAt: first.acceptedAt)
        }
        return prepared
    }

    private func ask() async throws {
        try await withPatience(DurableWriter.standardPatience) { [options, admission, presence] in
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
