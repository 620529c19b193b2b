import Logging
import RedlinePostgres
import RedlineStorage
import ServiceLifecycle

/// Makes the partitions of the coming weeks while the service runs.
struct PartitionsAhead: Service {
    let pool: ConnectionPool
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
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
