/// Bounds how many requests are under way at once, and how many wait.
actor RequestSlots {
    private let waitingLimit: Int
    private var free: Int
    private var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var tickets = 0

    init(slots: Int, waitingLimit: Int) {
        free = slots
        self.waitingLimit = waitingLimit
    }

    /// Does work in a slot, first come, first served.
    ///
    /// - Throws: `EndpointFault.busy` where too many wait, and what the work throws.
    nonisolated func withSlot<Result: Sendable>(
        _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await enter()
        do {
            let result = try await work()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    /// How many wait.
    var waitingCount: Int { waiting.count }

    private func enter() async throws {
        try Task.checkCancellation()
        if free > 0 {
            free -= 1
            return
        }
        guard waiting.count < waitingLimit else { throw EndpointFault.busy }
        tickets += 1
        let ticket = tickets
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Nothing else runs on the actor since the ticket was drawn: whoever gives it up
                // finds it in the line.
                waiting.append((ticket, continuation))
            }
        } onCancel: {
            Task { await self.giveUp(ticket) }
        }
        guard isIn else { throw CancellationError() }
    }

    private func giveUp(_ ticket: Int) {
        if let place = waiting.firstIndex(where: { $0.ticket == ticket }) {
            waiting.remove(at: place).continuation.resume(returning: false)
        }
    }

    private func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().continuation.resume(returning: true)
        }
    }
}
