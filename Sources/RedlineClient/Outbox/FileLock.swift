import Foundation
import Glibc
import Synchronization

/// Keeps others from a file as long as it is held; the system lets go of it when a process dies.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, on a file of its own beside the one that it is about.
    ///
    /// - Throws: `OutboxError`.
    init(_ path: String) throws(OutboxError) {
        let opened = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .notUsable(String(cString: strerror(errno))) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            _ = Glibc.close(opened)
            throw .inUse(path: path)
        }
        descriptor = Mutex(opened)
    }

    /// Lets go of it.
    func release() {
        let held = descriptor.withLock { held in
            defer { held = nil }
            return held
        }
        if let held { _ = Glibc.close(held) }
    }

    deinit { release() }
}
