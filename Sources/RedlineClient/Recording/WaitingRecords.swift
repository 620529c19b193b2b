import Redline
import Synchronization

/// What a client knows of the records that wait: how many, how far they are, and who waits for them.
final class WaitingRecords: Sendable {
    /// How far a record can be.
    enum Milestone {
        /// It is on the disk, or in the memory that takes its place.
        case kept
        /// The service has answered it.
        case settled
    }

    private struct Waiter {
        let milestone: Milestone
        let target: Int
        let continuation: CheckedContinuation<Bool, Never>
        let deadline: Task<Void, Never>?
    }

    private struct State {
        var tally = RecordingTally()
        /// Records that were accepted and are on no disk yet.
        var incoming: [AcceptedRecord] = []
        var isClosed = false
        /// Whether nothing more will happen.
        var hasEnded = false
        var accepted = 0
        var kept = 0
        var settled = 0
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
        var fault: ServiceFault?

        func has(_ milestone: Milestone, _ target: Int) -> Bool {
            switch milestone {
            case .kept: kept >= target
            case .settled: settled >= target
            }
        }

        mutating func takeReached() -> [Waiter] {
            let reached = waiters.filter { has($0.value.milestone, $0.value.target) }
            for number in reached.keys { waiters[number] = nil }
            return Array(reached.values)
        }
    }

    private let state: Mutex<State>
    private let byteLimit: Int

    /// Begins with what an earlier run has left.
    init(found: (records: Int, bytes: Int), byteLimit: Int) {
        var state = State()
        state.tally.found = found.records
        state.tally.waiting = found.records
        state.tally.waitingBytes = found.bytes
        state.accepted = found.records
        state.kept = found.records
        self.state = Mutex(state)
        self.byteLimit = byteLimit
    }

    var tally: RecordingTally { state.withLock(\.tally) }

    /// Why nothing can be sent just now; nil where the last request succeeded.
    var fault: ServiceFault? { state.withLock(\.fault) }

    /// How many were accepted so far.
    var accepted: Int { state.withLock(\.accepted) }

    /// Takes a record; gives back how many were accepted with it.
    func accept(_ record: AcceptedRecord) throws(RecordingError) -> Int {
        try state.withLock { state throws(RecordingError) in
            guard !state.isClosed else { throw .closed }
            guard state.tally.waitingBytes + record.line.count <= byteLimit else {
                throw .full(limit: byteLimit)
            }
            state.incoming.append(record)
            state.tally.taken += 1
            state.tally.waiting += 1
            state.tally.waitingBytes += record.line.count
            state.accepted += 1
            return state.accepted
        }
    }

    /// Takes no more records; gives back whether it did until now.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// The records that are on no disk yet.
    var incoming: [AcceptedRecord] { state.withLock(\.incoming) }

    /// The first of those are on the disk now.
    func noteKept(_ count: Int) {
        resume { state in
            state.incoming.removeFirst(count)
            state.kept += count
        }
    }

    /// The service has answered these.
    func noteSettled(_ records: [AcceptedRecord], duplicates: Int, refused: Int) {
        resume { state in
            state.settled += records.count
            state.tally.waiting -= records.count
            state.tally.waitingBytes -= records.reduce(0) { $0 + $1.line.count }
            state.tally.sent += records.count - duplicates - refused
            state.tally.duplicates += duplicates
            state.tally.refused += refused
        }
    }

    /// A request failed; gives back whether the one before it had not.
    func note(_ fault: ServiceFault) -> Bool {
        state.withLock { state in
            defer { state.fault = fault }
            state.tally.failedRequests += 1
            return state.fault == nil
        }
    }

    /// A request succeeded; gives back whether the one before it had not.
    func noteSuccess() -> Bool {
        state.withLock { state in
            defer { state.fault = nil }
            return state.fault != nil
        }
    }

    private func resume(_ change: (inout State) -> Void) {
        let reached = state.withLock { state in
            change(&state)
            return state.takeReached()
        }
        for waiter in reached {
            waiter.deadline?.cancel()
            waiter.continuation.resume(returning: true)
        }
    }

    /// Waits until so many are that far; false where that takes longer, or the wait is ended.
    func wait(for milestone: Milestone, _ target: Int, within limit: Duration?) async -> Bool {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withCheckedContinuation { continuation in
            let deadline = limit.map { limit in
                Task { [weak self] in
                    try? await Task.sleep(for: limit)
                    if !Task.isCancelled { self?.endWait(number) }
                }
            }
            let known: Bool? = state.withLock { state in
                if state.has(milestone, target) { return true }
                if state.hasEnded { return false }
                state.waiters[number] = Waiter(
                    milestone: milestone,
                    target: target,
                    continuation: continuation,
                    deadline: deadline
                )
                return nil
            }
            if let known {
                deadline?.cancel()
                continuation.resume(returning: known)
            }
        }
    }

    /// Ends all waits: nothing more will happen.
    func endWaits() {
        let waiters = state.withLock { state in
            defer { (state.waiters, state.hasEnded) = ([:], true) }
            return state.waiters.values
        }
        for waiter in waiters {
            waiter.deadline?.cancel()
            waiter.continuation.resume(returning: false)
        }
    }

    private func endWait(_ number: Int) {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
        waiter?.continuation.resume(returning: false)
    }
}
