import Logging
import RedlineStorage
import ServiceLifecycle

/// Seals the audit trail while the service runs, so that what was recorded can soon no longer be
/// changed unnoticed.
struct Sealing: Service {
    let trail: AuditTrail
    let presence: DatabasePresence
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isFailing = false
            while !Task.isCancelled {
                do {
                    if presence.obstacle == nil { try await trail.seal(isWaiting: false) }
                    isFailing = false
                } catch is CancellationError {
                    return
                } catch {
                    // Once, and not each second, while it goes on.
                    if !isFailing { logger.warning("the audit trail was not sealed: \(error)") }
                    isFailing = true
                }
                do {
                    try await Task.sleep(for: .seconds(1))
                } catch {
                    return
                }
            }
        }
    }
}
