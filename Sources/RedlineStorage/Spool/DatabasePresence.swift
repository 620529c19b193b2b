import Synchronization

/// Whether the database answers, as far as the last attempt tells.
public final class DatabasePresence: Sendable {
    private let away = Mutex(false)

    /// Creates the notion of a database that answers.
    public init() {}

    /// Whether it does not answer, so that trying would only hold senders up.
    public var isAway: Bool { away.withLock(\.self) }

    /// Notes that it answers.
    public func isBack() { away.withLock { $0 = false } }

    /// Notes that it does not answer.
    public func hasGone() { away.withLock { $0 = true } }
}
