import Logging
import RedlineStorage
import ServiceLifecycle

/// Removes what is past its time while the service runs, and finishes erasures that were
/// interrupted.
struct Retiring: Service {
    let retention: Retention
    let erasures: OwnerErasures
    let spool: Spool
    let presence: DatabasePresence
    let logger: Logger

    private static let interval = Duration.seconds(3_600)
    private static let pause = Duration.seconds(10)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var wait = Self.interval
                do {
                    if presence.obstacle == nil {
                        for receipt in try await erasures.resume(spool: spool, by: .service) {
                            logger.notice("an erasure is finished: \(receipt.id)")
                            await erasures.vacuum(after: receipt.id)
                        }
                        if let run = try await retention.run(by: .service),
                            run.weeks + run.contents > 0
                        {
                            logger.notice(
                                """
                                past their time: \(run.removed) removed, \(run.weeks) weeks dropped, \
                                \(run.contents) contents of tools removed
                                """
                            )
                        }
                    } else {
                        wait = Self.pause
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("what is past its time was not removed: \(error)")
                }
                do {
                    try await Task.sleep(for: wait)
                } catch {
                    return
                }
            }
        }
    }
}
