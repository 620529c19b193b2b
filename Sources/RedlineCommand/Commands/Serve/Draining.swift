import Logging
import RedlineStorage
import ServiceLifecycle

/// Moves what waits in the spool into the database while the service runs.
struct Draining: Service {
    let drain: SpoolDrain
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await drain.run { logger.error("the spool was not drained: \($0)") }
        }
    }
}
