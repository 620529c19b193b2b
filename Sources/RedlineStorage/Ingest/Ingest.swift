import Redline

/// Records NDJSON, a record a line, in constant memory: while one batch is written, the next one is
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
        /// Bytes read of the source.
        public var bytes = 0

        /// Counts nothing yet.
        public init() {}

        /// Lines of all kinds.
        public var lines: Int { accepted + duplicates + rejected }
    }

    private let writers: RecordWriters
    private let context: RecordContext

    /// A batch ends at so many records or bytes, whichever comes first.
    private static let batchRecords = 2 * RecordWriter.batchLimit
    private static let batchBytes = 16 * 1024 * 1024

    /// Creates an ingest through writers.
    public init(_ writers: RecordWriter..., context: RecordContext = RecordContext()) {
        self.writers = RecordWriters(writers)
        self.context = context
    }

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
        var tally = Tally()
        var number = 0
        var underWay: (batch: Batch, outcomes: Task<[RecordOutcome], any Error>)?
        defer { underWay?.outcomes.cancel() }
        func settleUnderWay() async throws {
            guard let work = underWay else { return }
            try settle(work.batch, await work.outcomes.value, &tally, rejected)
            underWay = nil
            tally.bytes = reader.bytesRead
            progress(tally)
        }
        var failure: (any Error)?
        while failure == nil {
            // What was read before the source failed is recorded all the same.
            var batch = Batch()
            do { try batch.fill(from: reader, &number, context) } catch { failure = error }
            try await settleUnderWay()
            guard !batch.isEmpty else { break }
            let prepared = batch.prepared
            underWay = (batch, Task { try await writers.write(prepared) })
        }
        try await settleUnderWay()
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
        var tally = Tally()
        var number = 0
        var position = 0
        while position < body.count {
            var batch = Batch()
            while position < body.count, !batch.isFull {
                let end = body[position...].firstIndex(of: UInt8(ascii: "\n")) ?? body.count
                number += 1
                body.withUnsafeBytes { bytes in
                    batch.take(LineReaderResult(bytes[position..<end]), number, context)
                }
                position = end + 1
            }
            tally.bytes = min(position, body.count)
            try settle(batch, await writers.write(batch.prepared), &tally, rejected)
        }
        return tally
    }

    private func settle(
        _ batch: Batch,
        _ outcomes: [RecordOutcome],
        _ tally: inout Tally,
        _ rejected: (Rejection) throws -> Void
    ) throws {
        var rejections = batch.rejections
        for (outcome, origin) in zip(outcomes, batch.origins) {
            switch outcome {
            case .recorded: tally.accepted += 1
            case .duplicate: tally.duplicates += 1
            case .refused, .conflict, .unknownWorkflow:
                rejections.append(outcome.rejection(line: origin.line, text: origin.text()))
            }
        }
        rejections.sort { $0.line < $1.line }
        tally.rejected += rejections.count
        for rejection in rejections { try rejected(rejection) }
    }

    /// Lines that were read and are to be written together.
    private struct Batch: Sendable {
        struct Origin: Sendable {
            let line: Int
            let document: JSONDocument

            func text() -> [UInt8] { document.withSourceBytes { Array($0) } }
        }

        var prepared: [PreparedRecord] = []
        var origins: [Origin] = []
        var rejections: [Rejection] = []
        var bytes = 0

        var isEmpty: Bool { prepared.isEmpty && rejections.isEmpty }
        var isFull: Bool {
            prepared.count + rejections.count >= Ingest.batchRecords || bytes >= Ingest.batchBytes
        }

        init() {}

        mutating func fill(
            from reader: LineReader,
            _ number: inout Int,
            _ context: RecordContext
        ) throws {
            while !isFull {
                number += 1
                let line = number
                let isThere = try reader.next { result in
                    take(result, line, context)
                    return true
                }
                guard isThere == true else { return }
            }
        }

        mutating func take(_ result: LineReaderResult, _ number: Int, _ context: RecordContext) {
            guard case .line(let line) = result else {
                let limit = JSONLimits.record.bytes
                reject(number, RecordFaults([RecordFault("", "more than \(limit) bytes")]), [])
                return
            }
            // A blank line between records is no record.
            guard line.contains(where: { $0 > 0x20 }) else { return }
            bytes += line.count
            do throws(JSONParseError) {
                let document = try JSONDocument(parsing: line)
                do throws(RecordFaults) {
                    let record = try Record(document, context: context)
                    prepared.append(try PreparedRecord(record, acceptedAt: .now))
                    origins.append(Origin(line: number, document: document))
                } catch {
                    reject(number, error, Array(line))
                }
            } catch {
                reject(number, RecordFaults(error), Array(line))
            }
        }

        private mutating func reject(_ number: Int, _ faults: RecordFaults, _ text: [UInt8]) {
            rejections.append(
                Rejection(line: number, reason: "\(faults)", faults: faults.faults, text: text)
            )
        }
    }
}

extension RecordOutcome {
    fileprivate func rejection(line: Int, text: [UInt8]) -> Ingest.Rejection {
        let reason: String
        var faults: [RecordFault] = []
        switch self {
        case .refused(let refusal):
            reason = "\(refusal)"
            faults = refusal.faults
        case .conflict(let id): reason = "another record with the id \(id) is stored already"
        case .unknownWorkflow(let id): reason = "there is no workflow \(id)"
        case .recorded, .duplicate: reason = ""
        }
        return Ingest.Rejection(line: line, reason: reason, faults: faults, text: text)
    }
}
