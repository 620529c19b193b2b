import Redline
import RedlinePostgres

/// All the ways into the database that a service has, and the spool behind them.
public struct RecordIntake: Sendable {
    /// Records one by one, in batches that form by what waits.
    private let recorder: Recorder
    /// Records for senders who do not wait for the database: answered after the spool has them.
    public let spooler: Recorder
    /// For who brings many records at once.
    private let bulk: [any RecordSink]
    /// What waits on local disk.
    public let spool: Spool
    /// Whether the database answers.
    public let presence: DatabasePresence
    /// What became of the records so far.
    public let counts: RecordingCounts
    /// How personal data are replaced in records; nil where records are taken as they come.
    public let redaction: RecordRedaction?

    /// Creates the ways in, on four connections.
    public init(
        _ options: ConnectionOptions,
        spool: Spool,
        presence: DatabasePresence = DatabasePresence(),
        redaction: RecordRedaction? = nil
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
        self.redaction = redaction
    }

    /// Takes a parsed text as a record, ready to be recorded.
    ///
    /// - Throws: `RecordFaults` with every rule that the record breaks.
    public func prepare(
        _ document: JSONDocument,
        _ context: RecordContext
    ) throws(RecordFaults) -> PreparedRecord {
        try PreparedRecord(document, context: context, acceptedAt: .now, redaction: redaction)
    }

    /// Takes a parsed text as the document of that id, with personal data replaced in it where that is
    /// asked for: the one door by which documents come in.
    ///
    /// - Throws: `RecordFaults` with every rule that the document breaks.
    public func document(
        _ document: JSONDocument,
        id: DocumentID,
        _ context: RecordContext
    ) throws(RecordFaults) -> ExtractedDocument {
        let sent = try ExtractedDocument(document, id: id, context: context)
        // Whatever is known of the document from here on is known of its redacted text.
        guard let text = redaction?.redacted(sent) else { return sent }
        return try ExtractedDocument(
            try RecordRedaction.parse(text),
            id: id,
            context: context
        )
    }

    /// A summary, on its way into a stage, with personal data replaced in it where that is asked for.
    ///
    /// - Throws: `RecordFaults` where that made it larger than a record may be.
    public func redacted(_ content: JSONDocument) throws(RecordFaults) -> JSONDocument {
        guard let text = redaction?.redacted(content: content) else { return content }
        return try RecordRedaction.parse(text)
    }

    /// A part of a trace, on its way into an interaction, with personal data replaced in it where that
    /// is asked for.
    ///
    /// - Throws: `RecordFaults` where that made it larger than a record may be.
    public func redacted(tracePart: JSONDocument) throws(RecordFaults) -> JSONDocument {
        guard let text = redaction?.redacted(tracePart: tracePart) else { return tracePart }
        return try RecordRedaction.parse(text)
    }

    /// Reads many records, a record a line.
    public func ingest(_ context: RecordContext) -> Ingest {
        Ingest(bulk, context: context, redaction: redaction)
    }

    /// Records one record, and gives back what became of it once that is committed or spooled.
    ///
    /// - Throws: As `Recorder.record`.
    public func record(_ prepared: PreparedRecord) async throws -> RecordOutcome {
        try await recorder.record(prepared)
    }

    /// Records what came together, and gives back what became of each once all is committed or
    /// spooled.
    ///
    /// - Throws: As `Recorder.record`.
    public func record(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        try await recorder.record(records)
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
