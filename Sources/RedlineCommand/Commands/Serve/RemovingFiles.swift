import Logging
import RedlineStorage
import ServiceLifecycle

/// Removes from the folder of files what no row names any more, while the service runs, and finishes
/// the erasures that waited for it.
struct RemovingFiles: Service {
    let files: FolderFiles?
    let erasures: OwnerErasures
    let spool: Spool
    let presence: DatabasePresence
    let logger: Logger

    private static let interval = Duration.seconds(5)

    func run() async throws {
        guard let files else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            var isClaimed = false
            var lastFault: String?
            while !Task.isCancelled {
                do {
                    if presence.obstacle == nil {
                        // At the start the database may have been away.
                        if !isClaimed { try await files.claim() }
                        isClaimed = true
                        try await remove(files)
                        lastFault = nil
                    }
                } catch is CancellationError {
                    return
                } catch {
                    // Once, and not each time: it may take hours to mend.
                    if lastFault != "\(error)" {
                        logger.error("files were not removed, and are tried again: \(error)")
                    }
                    lastFault = "\(error)"
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func remove(_ files: FolderFiles) async throws {
        let count = try await files.removeDue()
        guard count > 0 else { return }
        logger.notice("\(count) files are removed from their folder")
        for receipt in try await erasures.resume(spool: spool, by: .service) {
            logger.notice("an erasure is finished: \(receipt.id)")
            await erasures.vacuum(after: receipt.id)
        }
    }
}
