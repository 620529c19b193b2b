import Synchronization

/// Bounds how many exports are under way at once: each holds a document, and wants a model and a
/// thread that renders.
final class ExportSlots: Sendable {
    private let limit: Int
    private let used = Mutex(0)

    /// The exports that are under way at once.
    static let standardLimit = 32

    init(_ limit: Int = ExportSlots.standardLimit) {
        self.limit = limit
    }

    /// Waits until nothing is under way any more, also of what nobody waits for.
    func drain() async {
        while used.withLock({ $0 > 0 }), !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Does work in a slot, to its end, whether or not somebody still waits for it.
    ///
    /// A client that is gone does not end it: it sends the same again, and finds it done.
    ///
    /// - Throws: `ExportRefusal.busy` where no slot is left, and what the work throws.
    func withSlot<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let isIn = used.withLock { used in
            guard used < limit else { return false }
            used += 1
            return true
        }
        guard isIn else { throw ExportRefusal.busy }
        return try await Task {
            defer { used.withLock { $0 -= 1 } }
            return try await work()
        }.value
    }
}
