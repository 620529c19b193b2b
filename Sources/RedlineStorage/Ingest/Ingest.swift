import Redline

/// Records NDJSON, a record a line, in constant memory: while batches are written, the next ones are
/// read and measured.
public struct Ingest: Sendable {
    /// A line that was not recorded.
    public struct Rejection: Sendable {
        /// The line's number, from 1.
        public let line: Int
        /// What is wrong with it.
        public let reason: String
        /// The faults, where the line is a record that breaks rules.
        public let faults: [RecordFault]
        /// The line itself; empty where it was too long to be kept.
        public let text: [UInt8]
    }

    /// How many records became what.
    public struct Tally: Sendable, Equatable {
        /// Records that are stored now.
        public var accepted = 0
        /// Records that were stored before.
        public var duplicates = 0
        /// Lines that were refused.
        public var rejected = 0
        /// Records among the accepted that wait on local disk for the database.
        public var spooled = 0
        /// Records among the accepted of which something is measured later.
        public var measuredLater = 0
        /// Bytes read of the source.
        public var bytes = 0

        /// Counts nothing yet.
        public init() {}

        /// Lines of all kinds.
        public var lines: Int { accepted + duplicates + rejected }
    }

    private let writers: [any RecordSink]
    let context: RecordContext
    let redaction: RecordRedaction?

    /// Creates an ingest through writers, which replaces personal data where there is a redaction.
    public init(
        _ writers: [any RecordSink],
        context: RecordContext = RecordContext(),
        redaction: RecordRedaction? = nil
    ) {
        precondition(!writers.isEmpty, "records need a writer")
        self.writers = writers
        self.context = context
        self.redaction = redaction
    }

    /// Its writers side by side, with nothing to write yet.
    func lanes() -> IngestLanes { IngestLanes(writers) }

    /// Records the lines of a file, of a `.gz` file, or for `-` of standard input.
    ///
    /// - Parameters:
    ///   - path: The file, or `-`.
    ///   - rejected: Called for each line that is refused, in order within a batch.
    ///   - progress: Called after each batch.
    /// - Returns: How many records became what.
    /// - Throws: `LineReaderError` and `GzipError` where the source cannot be read, `PostgresError`
    ///   where the database fails; what was committed before stays.
    public func run(
        path: String,
        rejected: (Rejection) throws -> Void,
        progress: (Tally) -> Void
    ) async throws -> Tally {
        let reader = try LineReader(path: path, lineLimit: JSONLimits.record.bytes)
        var lanes = IngestLanes(writers)
        defer { lanes.cancel() }
        var tally = Tally()
        func count(_ settled: IngestLanes.Settled) throws {
            tally.add(settled)
            tally.bytes = reader.bytesRead
            for rejection in settled.rejections { try rejected(rejection) }
            progress(tally)
        }
        var number = 0
        var failure: (any Error)?
        while true {
            number += 1
            var line: IngestLine?
            // What was read before the source failed is recorded all the same.
            do {
                line = try reader.next { IngestLine($0, number, context, redaction) }
            } catch {
                failure = error
            }
            guard let line else { break }
            if let settled = try await lanes.add(line) { try count(settled) }
        }
        if let settled = try await lanes.finish() { try count(settled) }
        if let failure { throw failure }
        return tally
    }

    /// Records the lines of a body that is in memory already.
    ///
    /// - Throws: `PostgresError` where the database fails.
    public func run(
        body: [UInt8],
        rejected: (Rejection) throws -> Void
    ) async throws -> Tally {
        var lanes = IngestLanes(writers)
        defer { lanes.cancel() }
        var tally = Tally()
        func count(_ settled: IngestLanes.Settled) throws {
            tally.add(settled)
            for rejection in settled.rejections { try rejected(rejection) }
        }
        var number = 0
        var position = 0
        while position < body.count {
            let end = body.withUnsafeBytes { $0.endOfLine(from: position) } ?? body.count
            number += 1
            let line = body.withUnsafeBytes { bytes in
                IngestLine(
                    LineReaderResult(bytes[position..<end]),
                    number,
                    context,
                    redaction
                )
            }
            position = end + 1
            if let settled = try await lanes.add(line) { try count(settled) }
        }
        if let settled = try await lanes.finish() { try count(settled) }
        tally.bytes = body.count
        return tally
    }
}

extension Ingest.Tally {
    mutating func add(_ settled: IngestLanes.Settled) {
        accepted += settled.accepted
        duplicates += settled.duplicates
        spooled += settled.spooled
        measuredLater += settled.measuredLater
        rejected += settled.rejections.count
    }
}
