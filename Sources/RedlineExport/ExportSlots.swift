import Redline
import Synchronization

/// Bounds how many exports are under way at once: each holds a document, and wants a model and a
/// thread that renders.
///
/// Of one owner there are fewer than of all, so that nobody keeps the others waiting.
final class ExportSlots: Sendable {
    private struct Used {
        var all = 0
        var byOwner: [Owner: Int] = [:]
    }

    private let used = Mutex(Used())

    /// The exports that are under way at once.
    static let standardLimit = 32
    /// Those of one owner.
    static let ownerLimit = 8

    /// Waits until nothing is under way any more, also of what nobody waits for.
    func drain() async {
        while used.withLock({ $0.all > 0 }), !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Does work in a slot, to its end, whether or not somebody still waits for it.
    ///
    /// A client that is gone does not end it: it sends the same again, and finds it done.
    ///
    /// - Throws: `ExportRefusal.busy` or `.ownerBusy` where no slot is left, and what the work throws.
    func withSlot<Value: Sendable>(
        of owner: Owner?,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let refusal: ExportRefusal? = used.withLock { used in
            guard used.all < Self.standardLimit else { return .busy }
            if let owner {
                let own = used.byOwner[owner, default: 0]
                guard own < Self.ownerLimit else { return .ownerBusy }
                used.byOwner[owner] = own + 1
            }
            used.all += 1
            return nil
        }
        if let refusal { throw refusal }
        return try await Task {
            defer { end(of: owner) }
            return try await work()
        }.value
    }

    private func end(of owner: Owner?) {
        used.withLock { used in
            used.all -= 1
            guard let owner, let own = used.byOwner[owner] else { return }
            used.byOwner[owner] = own > 1 ? own - 1 : nil
        }
    }
}
