/// Suspended tasks in the order they came, each resumed exactly once.
struct WaitingLine<Outcome: Sendable> {
    private var waiting: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
    /// Tickets in order; those of tasks that gave up stay until they come to the front.
    private var order: [UInt64] = []
    private var head = 0
    private var lastTicket: UInt64 = 0

    var count: Int { waiting.count }

    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    mutating func append(_ ticket: UInt64, _ continuation: CheckedContinuation<Outcome, Never>) {
        waiting[ticket] = continuation
        order.append(ticket)
    }

    /// Resumes the one with this ticket, if it still waits.
    mutating func resume(_ ticket: UInt64, _ outcome: Outcome) {
        waiting.removeValue(forKey: ticket)?.resume(returning: outcome)
    }

    /// Resumes the one that has waited longest; false when nobody waits.
    mutating func resumeFirst(_ outcome: Outcome) -> Bool {
        defer { trim() }
        while head < order.count {
            let ticket = order[head]
            head += 1
            guard let continuation = waiting.removeValue(forKey: ticket) else { continue }
            continuation.resume(returning: outcome)
            return true
        }
        return false
    }

    private mutating func trim() {
        guard head > 64, head * 2 > order.count || waiting.isEmpty else { return }
        order.removeFirst(head)
        head = 0
    }
}
