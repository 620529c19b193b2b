import Foundation

/// Whom the server runs as when we are root, whom it refuses.
struct ClusterAccount {
    let name: String
    let user: uid_t
    let group: gid_t

    /// The account to change to, nil when this process need not.
    static func needed() throws -> ClusterAccount? {
        guard geteuid() == 0 else { return nil }
        for name in ["postgres", "nobody"] {
            guard let entry = getpwnam(name) else { continue }
            return ClusterAccount(
                name: name,
                user: entry.pointee.pw_uid,
                group: entry.pointee.pw_gid
            )
        }
        throw TestClusterError("no account postgres or nobody to run PostgreSQL as")
    }

    /// The command that runs the rest of a command line as this account.
    var prefix: [String] {
        if let setpriv = PostgresBinaries.inPath("setpriv") {
            return [setpriv, "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--"]
        }
        return ["runuser", "-u", name, "--"]
    }
}
