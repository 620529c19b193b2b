import Redline
import Synchronization

/// Records what comes in one by one, in batches that form by what is waiting.
///
/// While one batch commits, the next one gathers; a lone record is not held back. An answer comes
/// after the commit. Where there are several sinks, the others help while more records wait than
/// are worth a batch: larger batches cost the database less, but it must not wait for redline either.
public final class Recorder: Sendable {
    private struct Waiting {
        let prepared: PreparedRecord
        let sender: Sender
        /// Its place among what its sender brought.
        let place: Int
    }

    private struct Line {
        var waiting: [Waiting] = []
        var waitingBytes = 0
        /// The sinks that nobody writes to now.
        var idle: [Int]
    }

    private enum Place {
        case none
        case later
        case first(sink: Int)
    }

    private let sinks: [any RecordSink]
    private let line: Mutex<Line>

    /// So many have to wait for a further sink to be used.
    private static let worthBatch = 16

    /// The most records that may wait; beyond it, senders are told to come again.
    public static let waitingLimit = 10_000

    /// The most bytes that they may have, as they were sent; one record may have more.
    public static let waitingByteLimit = 64 << 20

    /// The most bytes that are written together; one record may have more.
    public static let batchByteLimit = 16 << 20

    /// How many records wait in memory.
    public var waitingCount: Int { line.withLock(\.waiting.count) }

    /// Creates a recorder.
    public convenience init(_ sink: any RecordSink) {
        self.init([sink])
    }

    /// Creates a recorder whose sinks write at the same time.
    public init(_ sinks: [any RecordSink]) {
        self.sinks = sinks
        line = Mutex(Line(idle: Array(sinks.indices.reversed())))
    }

    /// Records one record, and gives back what became of it once that is committed.
    ///
    /// - Throws: What the sink throws; `RecorderIsBusy` where too many records wait already.
    public func record(_ prepared: PreparedRecord) async throws -> RecordOutcome {
        try await record([prepared])[0]
    }

    /// Records what came together, in as few batches as that takes; what became of each, in their
    /// order, once all of it is committed.
    ///
    /// - Throws: What the sink throws, after all else of it was written; `RecorderIsBusy` where too
    ///   many records wait already.
    public func record(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        guard !records.isEmpty else { return [] }
        return try await withCheckedThrowingContinuation { continuation in
            let sender = Sender(records.count, continuation)
            let added = records.reduce(0) { $0 + $1.byteCount }
            let place = line.withLock { line -> Place in
                let bytes = line.waitingBytes + added
                guard line.waiting.count < Self.waitingLimit,
                    bytes <= Self.waitingByteLimit || line.waiting.isEmpty
                else { return .none }
                line.waitingBytes = bytes
                for (place, prepared) in records.enumerated() {
                    line.waiting.append(Waiting(prepared: prepared, sender: sender, place: place))
                }
                let isNobodyWriting = line.idle.count == sinks.count
                guard isNobodyWriting || line.waiting.count >= Self.worthBatch,
                    let sink = line.idle.popLast()
                else { return .later }
                return .first(sink: sink)
            }
            switch place {
            case .first(let sink): fill(sink)
            case .later: break
            case .none: continuation.resume(throwing: RecorderIsBusy())
            }
        }
    }

    /// Closes the connections; what waits is written first.
    public func close() async {
        while line.withLock({ $0.idle.count < sinks.count }) {
            try? await Task.sleep(for: .milliseconds(5))
        }
        for sink in sinks { await sink.close() }
    }

    /// Begins to write into a sink, on its own thread where it has one: the request's is needed for
    /// other requests, and a further thread would have to be woken for each batch.
    private func fill(_ sink: Int) {
        guard let tasks = sinks[sink].tasks else {
            Task.immediate { await drain(into: sink) }
            return
        }
        Task(executorPreference: tasks) { [self] in await drain(into: sink) }
    }

    private func drain(into sink: Int) async {
        while let batch = next(for: sink) {
            do {
                let outcomes = try await sinks[sink].write(batch.map(\.prepared))
                for (item, outcome) in zip(batch, outcomes) {
                    item.sender.take(.success(outcome), at: item.place)
                }
            } catch {
                for item in batch { item.sender.take(.failure(error), at: item.place) }
            }
        }
    }

    /// What is to be written next; nil where nothing waits, or not enough for one more sink, and then
    /// the sink is idle.
    private func next(for sink: Int) -> [Waiting]? {
        line.withLock { line in
            let isOnlyOne = line.idle.count == sinks.count - 1
            guard line.waiting.count >= (isOnlyOne ? 1 : Self.worthBatch) else {
                line.idle.append(sink)
                return nil
            }
            var count = 0
            var bytes = 0
            for item in line.waiting.prefix(RecordWriter.batchLimit) {
                let size = item.prepared.byteCount
                guard count == 0 || bytes + size <= Self.batchByteLimit else { break }
                count += 1
                bytes += size
            }
            line.waitingBytes -= bytes
            defer { line.waiting.removeFirst(count) }
            return Array(line.waiting[..<count])
        }
    }
}

extension Recorder {
    /// Somebody who waits until all that came together is written.
    fileprivate final class Sender: Sendable {
        private struct State {
            var outcomes: [RecordOutcome?]
            var left: Int
            var failure: (any Error)?
        }

        private let state: Mutex<State>
        private let continuation: CheckedContinuation<[RecordOutcome], any Error>

        init(_ count: Int, _ continuation: CheckedContinuation<[RecordOutcome], any Error>) {
            state = Mutex(State(outcomes: Array(repeating: nil, count: count), left: count))
            self.continuation = continuation
        }

        func take(_ outcome: Result<RecordOutcome, any Error>, at place: Int) {
            let done = state.withLock { state -> Result<[RecordOutcome], any Error>? in
                switch outcome {
                case .success(let outcome): state.outcomes[place] = outcome
                case .failure(let error): state.failure = state.failure ?? error
                }
                state.left -= 1
                guard state.left == 0 else { return nil }
                if let failure = state.failure { return .failure(failure) }
                return .success(state.outcomes.compactMap(\.self))
            }
            if let done { continuation.resume(with: done) }
        }
    }
}

/// Too many records wait to be written.
public struct RecorderIsBusy: Error {}
