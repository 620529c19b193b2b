import Redline
import Synchronization

/// Records what comes in one by one, in batches that form by what is waiting.
///
/// While one batch commits, the next one gathers; a lone record is not held back. An answer comes
/// after the commit.
public final class Recorder: Sendable {
    private struct Waiting {
        let prepared: PreparedRecord
        let continuation: CheckedContinuation<RecordOutcome, any Error>
    }

    private struct Line {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private enum Place {
        case first, later, none
    }

    private let sink: any RecordSink
    private let line = Mutex(Line())

    /// The most records that may wait; beyond it, senders are told to come again.
    public static let waitingLimit = 10_000

    /// How many records wait in memory.
    public var waitingCount: Int { line.withLock(\.waiting.count) }

    /// Creates a recorder.
    public init(_ sink: any RecordSink) {
        self.sink = sink
    }

    /// Records one record, and gives back what became of it once that is committed.
    ///
    /// - Throws: What the sink throws; `RecorderIsBusy` where too many records wait already.
    public func record(_ prepared: PreparedRecord) async throws -> RecordOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let place = line.withLock { line -> Place in
                guard line.waiting.count < Self.waitingLimit else { return .none }
                line.waiting.append(Waiting(prepared: prepared, continuation: continuation))
                guard !line.isWriting else { return .later }
                line.isWriting = true
                return .first
            }
            switch place {
            case .first: Task { await drain() }
            case .later: break
            case .none: continuation.resume(throwing: RecorderIsBusy())
            }
        }
    }

    /// Closes the connection; what waits is written first.
    public func close() async {
        while line.withLock(\.isWriting) { try? await Task.sleep(for: .milliseconds(5)) }
        await sink.close()
    }

    private func drain() async {
        while let batch = next() {
            do {
                let outcomes = try await sink.write(batch.map(\.prepared))
                for (item, outcome) in zip(batch, outcomes) {
                    item.continuation.resume(returning: outcome)
                }
            } catch {
                for item in batch { item.continuation.resume(throwing: error) }
            }
        }
    }

    /// What is to be written next; nil where nothing waits, and then nobody writes any more.
    private func next() -> [Waiting]? {
        line.withLock { line in
            guard !line.waiting.isEmpty else {
                line.isWriting = false
                return nil
            }
            let count = min(line.waiting.count, RecordWriter.batchLimit)
            defer { line.waiting.removeFirst(count) }
            return Array(line.waiting[..<count])
        }
    }
}

/// Too many records wait to be written.
public struct RecorderIsBusy: Error {}
