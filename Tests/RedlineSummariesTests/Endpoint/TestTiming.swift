import Synchronization

@testable import RedlineSummaries

/// A clock that pauses move on at once, and that knows them.
final class TestTiming: Sendable {
    private let start = ContinuousClock.now
    private let state = Mutex<(skipped: Duration, pauses: [Duration])>((.zero, []))

    /// The pauses that were made.
    var pauses: [Duration] { state.withLock(\.pauses) }

    /// Moves the clock on.
    func skip(_ time: Duration) {
        state.withLock { $0.skipped += time }
    }

    /// What a summariser is given: chance is always a half, and the date 2026-01-01 midnight.
    var timing: Timing {
        Timing(
            now: { [self] in ContinuousClock.now - start + state.withLock(\.skipped) },
            pause: { [self] pause in
                state.withLock { state in
                    state.skipped += pause
                    state.pauses.append(pause)
                }
                try Task.checkCancellation()
            },
            unixSeconds: { 1_767_225_600 },
            chance: { 0.5 }
        )
    }
}
