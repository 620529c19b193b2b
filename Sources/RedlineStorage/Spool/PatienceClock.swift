import Synchronization

/// One clock for all who wait with patience: a timer each would cost more than most of them wait.
final class PatienceClock: Sendable {
    private struct Deadline {
        let time: ContinuousClock.Instant
        let passed: @Sendable () -> Void
    }

    private struct State {
        var deadlines: [Int: Deadline] = [:]
        var last = 0
        var isTicking = false
    }

    static let shared = PatienceClock()

    /// How late a deadline may be noticed.
    private static let interval = Duration.milliseconds(50)

    private let state = Mutex(State())

    /// Calls `passed` after that time, unless the deadline is stopped before.
    func start(_ patience: Duration, _ passed: @escaping @Sendable () -> Void) -> Int {
        let deadline = Deadline(time: .now + patience, passed: passed)
        let (number, isFirst) = state.withLock { state in
            state.last += 1
            state.deadlines[state.last] = deadline
            defer { state.isTicking = true }
            return (state.last, !state.isTicking)
        }
        if isFirst { Task { await tick() } }
        return number
    }

    /// Forgets a deadline.
    func stop(_ number: Int) {
        state.withLock { $0.deadlines[number] = nil }
    }

    private func tick() async {
        while true {
            try? await Task.sleep(for: Self.interval)
            let now = ContinuousClock.now
            let due: [Deadline]? = state.withLock { state in
                guard !state.deadlines.isEmpty else {
                    state.isTicking = false
                    return nil
                }
                let due = state.deadlines.filter { $0.value.time <= now }
                for number in due.keys { state.deadlines[number] = nil }
                return Array(due.values)
            }
            guard let due else { return }
            for deadline in due { deadline.passed() }
        }
    }
}
