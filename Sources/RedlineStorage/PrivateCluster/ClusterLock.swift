import Foundation

/// The lock on `HOME/lock` that one redline at a time holds while it makes, starts or stops the cluster.
///
/// The kernel lets go of it when the process ends, however it ends, so there is nothing to clean up.
struct ClusterLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, waiting for whoever has it.
    ///
    /// - Parameters:
    ///   - path: The lock file, made where it is missing.
    ///   - owner: Who owns a lock file that root makes.
    ///   - progress: Told, once, when there is something to wait for.
    /// - Throws: ``PrivateClusterError`` where the file cannot be opened.
    init(
        _ path: String,
        owner: (uid: uid_t, gid: gid_t),
        progress: (String) -> Void
    ) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFolder.notUsable(path, errno) }
        if ClusterUser.isRoot && fchown(descriptor, owner.uid, owner.gid) != 0 {
            close(descriptor)
            throw PrivateFolder.notUsable(path, errno)
        }
        let start = ContinuousClock.now
        var hasTold = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else {
                close(descriptor)
                throw PrivateFolder.notUsable(path, code)
            }
            if !hasTold && ContinuousClock.now - start > .seconds(2) {
                hasTold = true
                progress("Another redline is starting or stopping PostgreSQL; waiting for it.")
            }
            usleep(20_000)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
