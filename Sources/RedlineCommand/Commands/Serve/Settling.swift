import Logging
import RedlineStorage
import RedlineTelemetry
import ServiceLifecycle

/// Records the conversations of traces of which nothing more comes, while the service runs.
struct Settling: Service {
    let telemetry: TelemetryIntake
    let presence: DatabasePresence
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await telemetry.run {
                !presence.isAway
            } failed: {
                logger.error("conversations of traces were not recorded: \($0)")
            }
        }
    }
}
