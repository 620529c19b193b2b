import Redline
import Synchronization

/// Lets what is asked of one workflow at the same time happen one after the other.
///
/// The same request sent twice at once would ask the AI twice, for one summary. Other services may
/// work on the same workflow; what is recorded is then what the first of them recorded.
final class WorkflowTurns: Sendable {
    /// Who waits, by the workflow that somebody works on.
    private let waiting = Mutex<[WorkflowID: [CheckedContinuation<Void, Never>]]>([:])

    /// Does work when nobody else is at that workflow; it is told whether it had to wait for that.
    func withTurn<Value: Sendable>(
        at id: WorkflowID,
        _ work: (_ hasWaited: Bool) async throws -> Value
    ) async throws -> Value {
        let hasWaited = await begin(id)
        defer { end(id) }
        return try await work(hasWaited)
    }

    private func begin(_ id: WorkflowID) async -> Bool {
        let isFree = waiting.withLock { waiting in
            guard waiting[id] == nil else { return false }
            waiting[id] = []
            return true
        }
        guard !isFree else { return false }
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting[id] == nil else {
                    waiting[id]?.append(continuation)
                    return false
                }
                // Whoever was there has gone meanwhile.
                waiting[id] = []
                return true
            }
            if isFree { continuation.resume() }
        }
        return true
    }

    private func end(_ id: WorkflowID) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard var others = waiting[id], !others.isEmpty else {
                waiting[id] = nil
                return nil
            }
            let next = others.removeFirst()
            waiting[id] = others
            return next
        }
        next?.resume()
    }
}
