import Logging
import RedlineStorage
import ServiceLifecycle

/// Keeps the roll-ups up to date while the service runs.
struct RollingUp: Service {
    let rollUps: RollUps
    let presence: DatabasePresence
    let logger: Logger

    func run() async throws {
        let work = Task {
            await rollUps.run {
                !presence.isAway
            } failed: {
                logger.error("the roll-ups are behind: \($0)")
            }
        }
        // What it began is not committed, and comes again.
        try? await gracefulShutdown()
        work.cancel()
    }
}
