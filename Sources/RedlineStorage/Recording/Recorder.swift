import Redline
import RedlinePostgres

/// Records what comes in one by one, in batches that form by what is waiting.
///
/// While one batch commits, the next one gathers; a lone record is not held back. An answer comes
/// after the commit.
public actor Recorder {
    private struct Waiting {
        let prepared: PreparedRecord
        let continuation: CheckedContinuation<RecordOutcome, any Error>
    }

    /// Writes batches, also of those who bring many records at once.
    public nonisolated let writer: RecordWriter
    private var waiting: [Waiting] = []
    private var isWriting = false

    /// The most records that may wait; beyond it, senders are told to come again.
    public static let waitingLimit = 10_000

    /// Creates a recorder that writes through a connection of its own.
    public init(_ options: ConnectionOptions) {
        writer = RecordWriter(options)
    }

    /// Records one record, and gives back what became of it once that is committed.
    ///
    /// - Throws: `PostgresError` where the database cannot be reached or fails;
    ///   `RecorderIsBusy` where too many records wait already.
    public func record(_ prepared: PreparedRecord) async throws -> RecordOutcome {
        guard waiting.count < Self.waitingLimit else { throw RecorderIsBusy() }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(prepared: prepared, continuation: continuation))
            if !isWriting {
                isWriting = true
                Task { await drain() }
            }
        }
    }

    /// Records a batch.
    ///
    /// - Throws: `PostgresError` where the database cannot be reached or fails.
    public func record(_ batch: [PreparedRecord]) async throws -> [RecordOutcome] {
        try await writer.write(batch)
    }

    /// Closes the connection; what waits is written first.
    public func close() async {
        while isWriting { try? await Task.sleep(for: .milliseconds(5)) }
        await writer.close()
    }

    private func drain() async {
        while !waiting.isEmpty {
            let count = min(waiting.count, RecordWriter.batchLimit)
            let batch = Array(waiting[..<count])
            waiting.removeFirst(count)
            do {
                let outcomes = try await writer.write(batch.map(\.prepared))
                for (item, outcome) in zip(batch, outcomes) {
                    item.continuation.resume(returning: outcome)
                }
            } catch {
                for item in batch { item.continuation.resume(throwing: error) }
            }
        }
        isWriting = false
    }
}

/// Too many records wait to be written.
public struct RecorderIsBusy: Error {}
