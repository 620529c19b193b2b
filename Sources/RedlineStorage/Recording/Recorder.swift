import Redline

/// Records what comes in one by one, in batches that form by what is waiting.
///
/// While one batch commits, the next one gathers; a lone record is not held back. An answer comes
/// after the commit.
public actor Recorder {
    private struct Waiting {
        let prepared: PreparedRecord
        let continuation: CheckedContinuation<RecordOutcome, any Error>
    }

    private let sink: any RecordSink
    private var waiting: [Waiting] = []
    private var isWriting = false

    /// The most records that may wait; beyond it, senders are told to come again.
    public static let waitingLimit = 10_000

    /// How many records wait in memory.
    public var waitingCount: Int { waiting.count }

    /// Creates a recorder.
    public init(_ sink: any RecordSink) {
        self.sink = sink
    }

    /// Records one record, and gives back what became of it once that is committed.
    ///
    /// - Throws: What the sink throws; `RecorderIsBusy` where too many records wait already.
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

    /// Closes the connection; what waits is written first.
    public func close() async {
        while isWriting { try? await Task.sleep(for: .milliseconds(5)) }
        await sink.close()
    }

    private func drain() async {
        while !waiting.isEmpty {
            let count = min(waiting.count, RecordWriter.batchLimit)
            let batch = Array(waiting[..<count])
            waiting.removeFirst(count)
            do {
                let outcomes = try await sink.write(batch.map(\.prepared))
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
