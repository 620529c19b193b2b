import Synchronization

/// Whether the database answers and may be used, as far as the last attempt tells.
public final class DatabasePresence: Sendable {
    private enum State: Equatable {
        case here
        /// It does not answer now; it was the right one when it did.
        case away
        /// It has not answered yet, so nobody knows whether it is the right one.
        case unknown
        /// It answers and must not be used.
        case refused(String)
    }

    private let state: Mutex<State>
    private let used: Mutex<Bool>

    /// Creates the notion of a database that answers, or of one that has not answered yet.
    public init(isKnown: Bool = true) {
        state = Mutex(isKnown ? .here : .unknown)
        used = Mutex(isKnown)
    }

    /// Whether it has been used since redline was started, so that its schema was right then.
    var wasUsed: Bool { used.withLock(\.self) }

    /// Whether it does not answer or must not be used, so that records have to wait.
    public var isAway: Bool { state.withLock { $0 != .here } }

    /// Why nothing may be asked of it; nil where it is the right one, whether or not it answers.
    public var obstacle: String? {
        state.withLock { state in
            switch state {
            case .here, .away: nil
            case .unknown: "the database has not answered since redline was started"
            case .refused(let reason): reason
            }
        }
    }

    /// Notes that it answers.
    public func isBack() {
        state.withLock { $0 = .here }
        used.withLock { $0 = true }
    }

    /// Notes that it does not answer.
    public func hasGone() {
        state.withLock { state in
            if state == .here { state = .away }
        }
    }

    /// Notes that it is the right one, which may be asked.
    func isAdmitted() {
        state.withLock { state in
            if state != .here { state = .away }
        }
    }

    /// Notes that it must not be used; whether that is new.
    func isRefused(_ reason: String) -> Bool {
        state.withLock { state in
            let isNew = state != .refused(reason)
            state = .refused(reason)
            return isNew
        }
    }
}
