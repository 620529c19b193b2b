/// Something took longer than somebody was willing to wait.
public struct OutOfPatience: Error {
    /// Creates it.
    public init() {}
}

extension OutOfPatience: CustomStringConvertible {
    /// What happened, for people.
    public var description: String { "no answer in time" }
}

/// Waits for `body` no longer than that; then it is cancelled, and what it does meanwhile is unknown.
///
/// `body` goes on on `tasks`, where that is given, whenever it has waited for something.
///
/// - Throws: `OutOfPatience`, or what `body` throws.
public func withPatience<Value: Sendable>(
    _ patience: Duration,
    on tasks: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let first = FirstAnswer<Value>()
    let work = Task.immediate(executorPreference: tasks) {
        do {
            first.answer(.success(try await body()))
        } catch {
            first.answer(.failure(error))
        }
    }
    let deadline = PatienceClock.shared.start(patience) {
        if first.answer(.failure(OutOfPatience())) { work.cancel() }
    }
    defer { PatienceClock.shared.stop(deadline) }
    return try await withTaskCancellationHandler {
        try await first.value
    } onCancel: {
        work.cancel()
    }
}
