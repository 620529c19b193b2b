import Synchronization

/// How many bytes of bodies the service holds in memory at once, so that many large ones cannot make
/// it grow beyond what the machine has.
final class MemoryBudget: Sendable {
    private let limit: Int
    private let used = Mutex(0)

    /// The bytes of all bodies together: 256 MiB.
    static let standardLimit = 256 * 1024 * 1024

    init(_ limit: Int = MemoryBudget.standardLimit) {
        self.limit = limit
    }

    /// Runs `body` with an account of its own, which is settled when it ends.
    func withAccount<Value>(_ body: (Account) async throws -> Value) async throws -> Value {
        let account = Account(budget: self)
        defer { account.settle() }
        return try await body(account)
    }

    /// What one request takes of the budget.
    final class Account: Sendable {
        private let budget: MemoryBudget
        private let taken = Mutex(0)

        fileprivate init(budget: MemoryBudget) {
            self.budget = budget
        }

        /// Takes more bytes.
        ///
        /// - Throws: `Problem` where there are not so many left.
        func take(_ bytes: Int) throws(Problem) {
            let isLeft = budget.used.withLock { used in
                guard used + bytes <= budget.limit else { return false }
                used += bytes
                return true
            }
            guard isLeft else { throw .busy("too many large bodies are on their way") }
            taken.withLock { $0 += bytes }
        }

        fileprivate func settle() {
            let bytes = taken.withLock { $0 }
            budget.used.withLock { $0 -= bytes }
        }
    }
}
