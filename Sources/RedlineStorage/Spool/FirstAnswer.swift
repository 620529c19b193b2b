import Synchronization

/// The first of several answers to one question; the others come too late.
final class FirstAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case answered(Result<Value, any Error>)
        case done
    }

    private let state = Mutex(State.open)

    /// Gives an answer; whether it is the first.
    @discardableResult
    func answer(_ answer: Result<Value, any Error>) -> Bool {
        let waiting: (isFirst: Bool, CheckedContinuation<Value, any Error>?) = state.withLock {
            state in
            switch state {
            case .open:
                state = .answered(answer)
                return (true, nil)
            case .awaited(let continuation):
                state = .done
                return (true, continuation)
            case .answered, .done:
                return (false, nil)
            }
        }
        waiting.1?.resume(with: answer)
        return waiting.isFirst
    }

    /// The first answer; it may be awaited once.
    var value: Value {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Value, any Error>? = state.withLock { state in
                    if case .answered(let answer) = state {
                        state = .done
                        return answer
                    }
                    state = .awaited(continuation)
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        }
    }
}
