import Foundation

/// A server's Unix socket, tried with a bare connection.
enum ClusterSocket {
    /// What became of a connection.
    enum Answer {
        case listening
        case refused
        case missing
    }

    /// The longest path that fits a socket's address.
    static let longestPath = 107

    /// Connects and hangs up, which PostgreSQL takes for nobody: it logs nothing.
    static func probe(_ path: String) -> Answer {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count <= longestPath else { return .missing }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return .refused }
        defer { close(descriptor) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        guard status != 0 else { return .listening }
        switch errno {
        // A full queue is a busy server, not a dead one.
        case EAGAIN, EINPROGRESS: return .listening
        case ENOENT, ENOTDIR: return .missing
        default: return .refused
        }
    }
}
