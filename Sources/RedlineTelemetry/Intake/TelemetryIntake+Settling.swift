import Redline
import RedlineStorage

extension TelemetryIntake {
    private static let interval = Duration.milliseconds(500)
    private static let longestInterval = Duration.seconds(30)
    private static let tracesAtOnce = 200

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
        while !Task.isCancelled {
            do {
                if isPresent() { try await settleDue() }
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

    private func settleDue() async throws {
        counts.note(waiting: try await store.tidy())
        while true {
            let due = try await store.due(atMost: Self.tracesAtOnce)
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
        let waited = Timestamp.now.microseconds - trace.latest.microseconds
        let patience = Int64(TelemetrySettings.patience / .microseconds(1))
        if turns.contains(where: \.isUnfinished), waited < patience {
            return Settled(postponed: keys)
        }
        if turns.isEmpty { counts.countEmpty() }
        for turn in turns { _ = try await record(turn, of: trace.key.owner) }
        return Settled(done: keys)
    }
}
