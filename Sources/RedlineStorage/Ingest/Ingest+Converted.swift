import Redline

extension Ingest {
    /// A record that was made of something else than a line of NDJSON.
    public enum Converted: Sendable {
        /// The record, and the line of its source that it began on, from 1.
        case record(line: Int, text: [UInt8])
        /// What no record could be made of, and why.
        case refused(line: Int, reason: String, text: [UInt8])
    }

    /// Records what was made of another source, as `run(path:)` does the lines of a file.
    ///
    /// - Throws: `PostgresError` where the database fails; what was committed before stays.
    public func run(
        converted: some Sequence<Converted>,
        rejected: (Rejection) throws -> Void,
        progress: (Tally) -> Void
    ) async throws -> Tally {
        var lanes = lanes()
        defer { lanes.cancel() }
        var tally = Tally()
        func count(_ settled: IngestLanes.Settled) throws {
            tally.add(settled)
            for rejection in settled.rejections { try rejected(rejection) }
            progress(tally)
        }
        for item in converted {
            if let settled = try await lanes.add(line(item)) { try count(settled) }
        }
        if let settled = try await lanes.finish() { try count(settled) }
        return tally
    }

    private func line(_ item: Converted) -> IngestLine {
        switch item {
        case .record(let number, let text):
            text.withUnsafeBytes { bytes in
                IngestLine(LineReaderResult(bytes[...]), number, context, redaction)
            }
        case .refused(let number, let reason, let text):
            .refused(Rejection(line: number, reason: reason, faults: [], text: text))
        }
    }
}
