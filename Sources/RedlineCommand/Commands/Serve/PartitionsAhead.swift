import Logging
import RedlinePostgres
import RedlineStorage
import ServiceLifecycle

/// Makes the partitions of the coming weeks while the service runs, and the first key where that
/// could not be made at the start.
struct PartitionsAhead: Service {
    let pool: ConnectionPool
    let presence: DatabasePresence
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasKey = false
            while !Task.isCancelled {
                do {
                    guard presence.obstacle == nil else {
                        try await Task.sleep(for: .seconds(1))
                        continue
                    }
                    if !hasKey { try await FirstKey(pool).make() }
                    hasKey = true
                    try await Partitions(pool).makeAhead()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("the coming weeks' partitions were not made: \(error)")
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
