import Logging
import RedlineStorage

extension SpoolDrain.Notice {
    /// Says what became of a record, in the log of the service.
    func log(_ logger: Logger) {
        switch self {
        case .refused(let id, let reason):
            logger.error(
                "a record of the spool was refused; see redline spool refused",
                metadata: ["id": "\(id)", "reason": "\(reason)"]
            )
        case .discarded(let id, let reason):
            logger.error(
                "a record of the spool that had been refused was discarded to make way",
                metadata: ["id": "\(id)", "reason": "\(reason)"]
            )
        case .delayed(let id):
            logger.warning(
                "a record of the spool takes too long; it waits apart with all that has its id",
                metadata: ["id": "\(id)"]
            )
        }
    }
}
