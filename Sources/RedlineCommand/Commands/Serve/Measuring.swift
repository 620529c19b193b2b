import Logging
import RedlineStorage
import ServiceLifecycle

/// Measures what was recorded without its measures while the service runs.
struct Measuring: Service {
    let measuring: LateMeasuring
    let presence: DatabasePresence
    let logger: Logger

    func run() async throws {
        let work = Task {
            await measuring.run {
                !presence.isAway
            } failed: {
                logger.error("a stage was not measured: \($0)")
            }
        }
        // A long comparison is not waited for: what it began is not committed, and comes again.
        try? await gracefulShutdown()
        work.cancel()
    }
}
