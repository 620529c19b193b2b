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
                if !error.isOfAbsence { failed(error) }
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
        guard !traces.isEmpty else { return }
        let settled = try await withThrowingTaskGroup(of: Settled.self) { group in
            for trace in traces {
                group.addTask { try await settle(trace) }
            }
            return try await group.reduce(into: Settled()) { sum, part in
                sum.done += part.done
                sum.postponed += part.postponed
            }
        }
        try await store.remove(settled.done)
        try await store.postpone(settled.postponed, patience: TelemetrySettings.patience)
    }

    private struct Settled: Sendable {
        var done: [WaitingPart.Key] = []
        var postponed: [WaitingPart.Key] = []
    }

    private func settle(_ trace: WaitingTrace) async throws -> Settled {
        let turns = TraceAssembly(trace.trace).turns
        let keys = trace.parts.map(\.key)
        // What tools gave may come with a later call of the model.
        if turns.contains(where: \.isUnfinished), trace.latest.age < TelemetrySettings.patience,
            trace.earliest.age < TelemetrySettings.longestWait
        {
            return Settled(postponed: keys)
        }
        if turns.isEmpty { counts.countEmpty() }
        for turn in turns { _ = try await record(turn, of: trace.key.owner) }
        return Settled(done: keys)
    }
}

extension Timestamp {
    fileprivate var age: Duration {
        .microseconds(Timestamp.now.microseconds - microseconds)
    }
}
