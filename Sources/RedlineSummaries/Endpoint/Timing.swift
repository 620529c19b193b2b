import Foundation

/// The clock, the pauses and the chance that retries go by; tests have their own.
struct Timing: Sendable {
    /// How long it is since some moment; never goes back.
    var now: @Sendable () -> Duration
    /// Waits; ends with an error when the task is cancelled.
    var pause: @Sendable (Duration) async throws -> Void
    /// Seconds since 1970, for dates that others write.
    var unixSeconds: @Sendable () -> Double
    /// A random number from 0 up to 1.
    var chance: @Sendable () -> Double

    /// The machine's own.
    static let system: Timing = {
        let start = ContinuousClock.now
        return Timing(
            now: { ContinuousClock.now - start },
            pause: { try await Task.sleep(for: $0) },
            unixSeconds: { Date().timeIntervalSince1970 },
            chance: { Double.random(in: 0..<1) }
        )
    }()
}

/// Gives work so long; beyond, it is cancelled and `TimedOut` thrown.
func withTimeout<Result: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask(operation: work)
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimedOut()
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}

/// Work took longer than it may.
struct TimedOut: Error {}
