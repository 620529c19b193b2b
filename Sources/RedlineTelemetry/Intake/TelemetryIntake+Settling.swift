import Redline
import RedlineStorage

extension TelemetryIntake {
    private static let interval = Duration.milliseconds(500)
    private static let longestInterval = Duration.seconds(30)
    private static let tracesAtOnce = 200
    /// What waits is looked through no more than for one part of so many of the time.
    private static let tidyingShare = 20

    /// Records the turns of traces of which nothing more comes, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - isPresent: Whether the database is there, and the right one.
    ///   - failed: Told what kept turns from being recorded.
    public func run(
        while isPresent: @Sendable () -> Bool,
        failed: @Sendable (any Error) -> Void
    ) async {
        var pause = Self.interval
        var tidying = ContinuousClock.now
        while !Task.isCancelled {
            do {
                if isPresent() {
                    if ContinuousClock.now >= tidying { tidying = try await tidy() }
                    try await settleDue()
                }
                pause = Self.interval
            } catch is CancellationError {
                return
            } catch {
                if error.isToBeTold { failed(error) }
                pause = min(pause * 2, Self.longestInterval)
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// Removes what is past its time and measures what waits; says when to do so again.
    private func tidy() async throws -> ContinuousClock.Instant {
        let began = ContinuousClock.now
        meter.beginMeasuring()
        let size = try await store.tidy()
        meter.note(size)
        counts.note(size)
        let ended = ContinuousClock.now
        return ended + began.duration(to: ended) * Self.tidyingShare
    }

    private func settleDue() async throws {
        while true {
            let due = try await store.due(
                atMost: Self.tracesAtOnce,
                longestWait: TelemetrySettings.longestWait
            )
            try await settle(due)
            guard due.count == Self.tracesAtOnce else { return }
        }
    }

    /// Records the turns of traces, and takes their parts away once that is done.
    func settle(_ traces: [WaitingTrace]) async throws {
        var recorded: [(turns: [Turn], owner: Owner)] = []
        var done: [WaitingPart.Key] = []
        var postponed: [WaitingPart.Key] = []
        for trace in traces {
            let turns = TraceAssembly(trace.trace).turns
            let keys = trace.parts.map(\.key)
            // What tools gave may come with a later call of the model.
            if turns.contains(where: \.isUnfinished),
                trace.latest.age < TelemetrySettings.patience,
                trace.earliest.age < TelemetrySettings.longestWait
            {
                postponed += keys
                continue
            }
            if turns.isEmpty { counts.countEmpty() }
            recorded.append((turns, trace.key.owner))
            done += keys
        }
        _ = try await record(recorded)
        try await store.remove(done)
        try await store.postpone(postponed, patience: TelemetrySettings.patience)
    }
}

extension Timestamp {
    fileprivate var age: Duration {
        .microseconds(Timestamp.now.microseconds - microseconds)
    }
}
