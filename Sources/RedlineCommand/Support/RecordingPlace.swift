import Redline
import RedlineClient
import RedlineStorage

/// Where a command records what it reads from files: a database, or a service.
struct RecordingPlace {
    let writers: [any RecordSink]
    let redaction: RecordRedaction?
    private let database: (opened: OpenDatabase, rollingUp: RollingUpBeside)?

    /// Opens the place that is named.
    init(_ options: DatabaseOptions, _ redacting: RedactionOptions) async throws {
        if let service = try options.service {
            try redacting.requireNone()
            writers = [ServiceSink(service)]
            redaction = nil
            database = nil
            return
        }
        let opened = try await options.open()
        try await opened.requireCurrentSchema()
        writers = [RecordWriter(opened.options()), RecordWriter(opened.options())]
        redaction = try await redacting.redaction(for: opened, isAway: false)
        // The roll-ups go along, so that they are nearly there when the last record is.
        database = (opened, RollingUpBeside(opened))
    }

    /// An ingest that gives records without an owner that one.
    func ingest(fallback owner: Owner?) -> Ingest {
        var context = RecordContext(owner: owner)
        context.isOwnerFallback = true
        return Ingest(writers, context: context, redaction: redaction)
    }

    /// Ends the writing.
    func close() async {
        for writer in writers { await writer.close() }
    }

    /// Notes that about so many records are still to be written.
    func expect(_ records: Int) { database?.rollingUp.expect(records) }

    /// Brings up to date what is measured and reckoned of records; a service does that by itself.
    func catchUp(measuredLater: Int) async throws {
        guard let (opened, rollingUp) = database else { return }
        if measuredLater > 0 {
            Messages.say("Measuring \(measuredLater) that take long ...")
            try await MeasureCommand.measure(opened)
        }
        try await rollingUp.finish()
    }

    /// Stops what goes on beside.
    func cancel() { database?.rollingUp.cancel() }
}
