import Redline
import Synchronization

/// Counts keys that open nothing by the address that they came from, so that whoever tries many is
/// slowed and the database is not asked for each.
final class FailedKeys: Sendable {
    private struct Failures {
        var count = 0
        var since: Timestamp
    }

    private let failures = Mutex<[String: Failures]>([:])

    /// The wrong keys that an address may send in a minute.
    static let limit = 100
    private static let window: Int64 = 60_000_000
    private static let addressLimit = 10_000

    /// Whether an address has sent too many wrong keys in the last minute.
    func isBlocked(_ address: String, at now: Timestamp = .now) -> Bool {
        failures.withLock { failures in
            guard let known = failures[address] else { return false }
            guard now.microseconds - known.since.microseconds < Self.window else {
                failures[address] = nil
                return false
            }
            return known.count >= Self.limit
        }
    }

    /// Notes a wrong key.
    func note(_ address: String, at now: Timestamp = .now) {
        failures.withLock { failures in
            // A flood from everywhere must not make the service grow.
            if failures.count >= Self.addressLimit, failures[address] == nil {
                failures.removeAll()
            }
            failures[address, default: Failures(since: now)].count += 1
        }
    }
}
