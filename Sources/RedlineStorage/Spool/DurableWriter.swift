import Redline
import RedlinePostgres

/// Writes records to the database, or into the spool while the database is away or slow.
public struct DurableWriter: RecordSink {
    private let writer: RecordWriter
    private let spool: Spool
    private let presence: DatabasePresence
    private let counts: RecordingCounts
    private let patience: Duration

    /// How long a batch may take before its records are taken into the spool instead.
    public static let standardPatience = Duration.seconds(5)

    /// How long a batch of many records may take.
    public static let bulkPatience = Duration.seconds(10)

    /// The thread of its connection while that is free.
    public var tasks: (any TaskExecutor)? { writer.tasks }

    /// Creates a writer on a connection of its own.
    public init(
        _ options: ConnectionOptions,
        spool: Spool,
        presence: DatabasePresence,
        counts: RecordingCounts = RecordingCounts(),
        patience: Duration = DurableWriter.standardPatience
    ) {
        writer = RecordWriter(options)
        self.spool = spool
        self.presence = presence
        self.counts = counts
        self.patience = patience
    }

    /// Writes records; the outcomes are in the order of the records.
    ///
    /// A batch that takes too long is spooled although the database may commit it yet: ids and times
    /// are fixed, so the database has each record once all the same.
    ///
    /// - Throws: `SpoolError` where the database is away and the spool cannot keep the records.
    public func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        guard !presence.isAway else { return try await keep(records) }
        guard records.contains(where: spool.mustWait) else { return try await attempt(records) }
        var outcomes = [RecordOutcome?](repeating: nil, count: records.count)
        let waiting = records.indices.filter { spool.mustWait(records[$0]) }
        for (position, outcome) in zip(waiting, try await keep(waiting.map { records[$0] })) {
            outcomes[position] = outcome
        }
        let others = records.indices.filter { outcomes[$0] == nil }
        if !others.isEmpty {
            for (position, outcome) in zip(others, try await attempt(others.map { records[$0] })) {
                outcomes[position] = outcome
            }
        }
        return outcomes.compactMap(\.self)
    }

    /// Closes the connection.
    public func close() async {
        await writer.close()
    }

    private func attempt(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        do {
            let outcomes = try await withPatience(patience, on: tasks) {
                try await writer.write(records)
            }
            counts.count(records, outcomes)
            return outcomes
        } catch let error where error.isOfAbsence {
            presence.hasGone()
            return try await keep(records)
        }
    }

    private func keep(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        let outcomes = try await spool.append(records).map { RecordOutcome.spooled($0) }
        counts.count(records, outcomes)
        return outcomes
    }
}

/// Takes every record into the spool, for senders who do not wait for the database.
public struct SpoolingWriter: RecordSink {
    private let spool: Spool
    private let counts: RecordingCounts

    /// Creates a writer.
    public init(_ spool: Spool, counts: RecordingCounts = RecordingCounts()) {
        self.spool = spool
        self.counts = counts
    }

    /// Keeps records.
    ///
    /// - Throws: `SpoolError`.
    public func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        let outcomes = try await spool.append(records).map { RecordOutcome.spooled($0) }
        counts.count(records, outcomes)
        return outcomes
    }

    /// Has nothing to end: the spool is others' as well.
    public func close() {}
}

extension Error {
    /// Whether it says that the database is away, rather than that it does not want a record.
    public var isOfAbsence: Bool {
        if self is OutOfPatience { return true }
        guard let error = self as? PostgresError else { return false }
        switch error.kind {
        case .connectionFailed, .connectionLost, .timeout, .cancelled: return true
        // Our own crowd is no absence of theirs.
        case .badValue, .poolExhausted: return false
        case .sqlState(let state):
            // Connections, resources (disk full among them), shutting down, read-only, system errors.
            return ["08", "53", "57", "58"].contains(state.prefix(2)) || state == "25006"
                || state == "55P03"
        }
    }

    /// Whether work in the background that ended so has to be told of.
    ///
    /// Absence shows elsewhere, so does a crowd that left no connection for it, and whatever ends work
    /// that is cancelled comes of that.
    public var isToBeTold: Bool {
        if case .poolExhausted? = (self as? PostgresError)?.kind { return false }
        return !isOfAbsence && !Task.isCancelled
    }
}
