import Redline
import RedlinePostgres

/// All the ways into the database that a service has, and the spool behind them.
public struct RecordIntake: Sendable {
    /// Records one by one, in batches that form by what waits.
    private let recorder: Recorder
    /// Records for senders who do not wait for the database: answered after the spool has them.
    public let spooler: Recorder
    /// For who brings many records at once.
    public let bulk: [any RecordSink]
    /// What waits on local disk.
    public let spool: Spool
    /// Whether the database answers.
    public let presence: DatabasePresence
    /// What became of the records so far.
    public let counts: RecordingCounts

    /// Creates the ways in, on four connections.
    public init(
        _ options: ConnectionOptions,
        spool: Spool,
        presence: DatabasePresence = DatabasePresence()
    ) {
        let counts = RecordingCounts()
        func writer(_ patience: Duration) -> DurableWriter {
            DurableWriter(
                options,
                spool: spool,
                presence: presence,
                counts: counts,
                patience: patience
            )
        }
        recorder = Recorder((0..<2).map { _ in writer(DurableWriter.standardPatience) })
        spooler = Recorder(SpoolingWriter(spool, counts: counts))
        bulk = [writer(DurableWriter.bulkPatience), writer(DurableWriter.bulkPatience)]
        self.spool = spool
        self.presence = presence
        self.counts = counts
    }

    /// Records one record, and gives back what became of it once that is committed or spooled.
    ///
    /// - Throws: As `Recorder.record`.
    public func record(_ prepared: PreparedRecord) async throws -> RecordOutcome {
        try await recorder.record(prepared)
    }

    /// How many records wait in memory.
    public var waitingCount: Int {
        recorder.waitingCount + spooler.waitingCount
    }

    /// Writes what waits in memory, and closes the connections.
    public func close() async {
        await recorder.close()
        await spooler.close()
        for sink in bulk { await sink.close() }
    }
}
