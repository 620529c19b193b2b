import Logging
import RedlineStorage
import ServiceLifecycle

/// Removes the idempotency keys that nobody can use any more, each hour while the service runs.
struct ForgettingKeys: Service {
    let keys: IdempotencyKeys
    let spool: Spool
    let presence: DatabasePresence
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // What waits has keys to claim yet, and may have waited for longer than they stay.
                if !presence.isAway, spool.isEmpty {
                    do {
                        try await keys.removeForgotten()
                    } catch is CancellationError {
                        return
                    } catch {
                        logger.warning("old idempotency keys were not removed: \(error)")
                    }
                }
                do {
                    try await Task.sleep(for: .seconds(3_600))
                } catch {
                    return
                }
            }
        }
    }
}
