/// Where batches of records go.
public protocol RecordSink: Sendable {
    /// Where the work of filling it goes on best; nil for anywhere.
    var tasks: (any TaskExecutor)? { get }

    /// Writes records; the outcomes are in the order of the records.
    ///
    /// - Throws: What kept it from writing anything.
    func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome]

    /// Ends its work.
    func close() async
}

extension RecordSink {
    /// Anywhere.
    public var tasks: (any TaskExecutor)? { nil }
}

extension RecordWriter: RecordSink {}
