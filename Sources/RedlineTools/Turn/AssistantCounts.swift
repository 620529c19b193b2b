import Synchronization

/// What the assistant and the router did since the service started.
public final class AssistantCounts: Sendable {
    /// All counts at one moment.
    public struct Snapshot: Sendable {
        /// Turns by how they ended: `answered`, `failed`, `cut` or `refused`.
        public var turns: [String: Int] = [:]
        /// Calls of tools by tool and outcome: `success` or `error`.
        public var calls: [Call: Int] = [:]
        /// Turns that could not be recorded.
        public var notRecorded = 0
        /// Turns under way.
        public var underWay = 0

        /// A registered tool and how calls of it ended.
        public struct Call: Hashable, Sendable {
            /// The tool.
            public let tool: String
            /// `success` or `error`.
            public let outcome: String
        }
    }

    private let state = Mutex(Snapshot())

    init() {}

    /// The counts now.
    public var snapshot: Snapshot { state.withLock(\.self) }

    func count(turn outcome: String) { state.withLock { $0.turns[outcome, default: 0] += 1 } }
    func countNotRecorded() { state.withLock { $0.notRecorded += 1 } }

    func count(call tool: String, isSuccess: Bool) {
        let call = Snapshot.Call(tool: tool, outcome: isSuccess ? "success" : "error")
        state.withLock { $0.calls[call, default: 0] += 1 }
    }

    /// Takes a place for a turn; false where as many are under way as may be.
    func enter(_ limit: Int) -> Bool {
        state.withLock { state in
            guard state.underWay < limit else { return false }
            state.underWay += 1
            return true
        }
    }

    func leave() { state.withLock { $0.underWay -= 1 } }
}
