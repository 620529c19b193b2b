import Redline

/// Something that is fetched when it is needed, by one at a time, and remembered for a while.
actor Remembered<Value: Sendable> {
    private let fetch: @Sendable () async throws -> Value
    private var known: (value: Value, at: ContinuousClock.Instant)?
    private var underWay: Task<Value, any Error>?
    private var lastAsked: ContinuousClock.Instant?

    /// How long it counts.
    static var memory: Duration { .seconds(3_600) }

    init(_ fetch: @escaping @Sendable () async throws -> Value) {
        self.fetch = fetch
    }

    /// The value, fetched where it is not known or too old.
    func value() async throws -> Value {
        if let known, known.at.duration(to: .now) < Self.memory { return known.value }
        return try await fetched()
    }

    /// The value fetched anew; nil where that was asked for within `pause` already, so that nobody
    /// can have a provider asked again and again.
    func renewed(pause: Duration) async throws -> Value? {
        let now = ContinuousClock.now
        if let lastAsked, lastAsked.duration(to: now) < pause { return nil }
        lastAsked = now
        return try await fetched()
    }

    private func fetched() async throws -> Value {
        if let underWay { return try await underWay.value }
        // Whoever asked first may go; the others wait for the same answer.
        let task = Task { [fetch] in try await fetch() }
        underWay = task
        defer { underWay = nil }
        let value = try await task.value
        known = (value, .now)
        return value
    }
}
