import Redline
import RedlineStorage
import Synchronization

/// What the database last said of keys, or of who is signed in, by the digests of their secrets: no
/// secret stays in memory.
final class KnownKeys<Key: Sendable>: Sendable {
    struct Entry: Sendable {
        let key: Key
        /// When the database was asked for it.
        let askedAt: Timestamp
    }

    private struct State {
        var entries: [SecretDigest: Entry] = [:]
        var generation = 0
    }

    private let state = Mutex(State())

    private static var limit: Int { 10_000 }

    /// What is known of a key.
    func entry(of digest: SecretDigest) -> Entry? {
        state.withLock { $0.entries[digest] }
    }

    /// Asks the database for a key and remembers the answer, unless everything was forgotten
    /// meanwhile: then it may be older than what made somebody say so.
    func ask(
        for digest: SecretDigest,
        at now: Timestamp,
        _ find: () async throws -> Key?
    ) async throws -> Key? {
        let generation = state.withLock(\.generation)
        let found = try await find()
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.entries.count >= Self.limit { state.entries.removeAll() }
            state.entries[digest] = found.map { Entry(key: $0, askedAt: now) }
        }
        return found
    }

    /// Forgets all keys, so that each is asked for anew.
    func forget() {
        state.withLock { state in
            state.entries.removeAll()
            state.generation += 1
        }
    }
}
