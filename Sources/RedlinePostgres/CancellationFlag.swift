import Synchronization

/// A request from any thread to cancel the statement that runs now, or every one from now on.
final class CancellationFlag: Sendable {
    private enum State {
        case idle
        case running
        case cancelRequested
        case terminated
    }

    private let state = Mutex(State.idle)

    /// Cancels what runs; lost when nothing does.
    func request() {
        state.withLock { state in
            if case .running = state {
                state = .cancelRequested
            }
        }
    }

    /// Cancels what runs and lets nothing start any more.
    func terminate() {
        state.withLock { $0 = .terminated }
    }

    /// Notes that a statement runs; false when none may.
    func start() -> Bool {
        state.withLock { state in
            if case .terminated = state {
                return false
            }
            state = .running
            return true
        }
    }

    func stop() {
        state.withLock { state in
            if case .terminated = state {
                return
            }
            state = .idle
        }
    }

    var isRequested: Bool {
        state.withLock { state in
            switch state {
            case .idle, .running: false
            case .cancelRequested, .terminated: true
            }
        }
    }
}
