/// Where batches of records go.
public protocol RecordSink: Sendable {
    /// Writes records; the outcomes are in the order of the records.
    ///
    /// - Throws: What kept it from writing anything.
    func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome]

    /// Ends its work.
    func close() async
}

extension RecordWriter: RecordSink {}
