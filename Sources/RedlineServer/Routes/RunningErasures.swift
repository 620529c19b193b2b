import RedlineStorage
import Synchronization

/// The erasures that this process is at work on, each once.
final class RunningErasures: Sendable {
    private let erasures = Mutex<[String: RunningErasure]>([:])

    /// Starts an erasure, or finds it at work; `then` follows when it is finished.
    func start(
        _ id: String,
        _ work: @escaping @Sendable () async throws -> ErasureReceipt,
        then: @escaping @Sendable () async -> Void
    ) -> RunningErasure {
        let (erasure, isNew) = erasures.withLock { known in
            if let found = known[id] { return (found, false) }
            let made = RunningErasure()
            known[id] = made
            return (made, true)
        }
        guard isNew else { return erasure }
        // Whoever asked for it may go away; it goes on.
        Task {
            do {
                erasure.end(.success(try await work()))
            } catch {
                erasure.end(.failure(error))
            }
            erasures.withLock { $0[id] = nil }
            await then()
        }
        return erasure
    }
}

/// An erasure that this process is at work on.
final class RunningErasure: Sendable {
    private let outcome = Mutex<Result<ErasureReceipt, any Error>?>(nil)

    fileprivate func end(_ result: Result<ErasureReceipt, any Error>) {
        outcome.withLock { $0 = result }
    }

    /// The receipt; nil while it is not finished.
    ///
    /// - Throws: What it failed with.
    func receipt() throws -> ErasureReceipt? {
        try outcome.withLock { $0 }?.get()
    }
}
