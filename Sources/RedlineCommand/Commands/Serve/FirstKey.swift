import RedlinePostgres
import RedlineStorage

/// The key with which everything begins.
struct FirstKey {
    private let keys: KeyStore

    init(_ pool: ConnectionPool) {
        keys = KeyStore(pool)
    }

    /// Makes an admin key and shows it, where there is no key at all.
    func make() async throws {
        if let first = try await keys.createFirst(name: "first") {
            Messages.say("The first admin key, which is not shown again: \(first.secret)")
        }
    }
}
