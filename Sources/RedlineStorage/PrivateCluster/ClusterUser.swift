import Foundation

/// The user of the operating system that runs PostgreSQL and owns its data.
///
/// PostgreSQL refuses to run as root, so root hands over to this user for every program of PostgreSQL;
/// everybody else runs them directly.
struct ClusterUser: Equatable {
    let id: uid_t
    let groupID: gid_t
    let name: String

    /// The user with this id, where the system knows one (PostgreSQL runs for no unknown user).
    init?(id: uid_t) {
        guard let entry = getpwuid(id) else { return nil }
        self.init(entry.pointee)
    }

    /// The user with this name, where the system knows one.
    init?(name: String) {
        guard let entry = getpwnam(name) else { return nil }
        self.init(entry.pointee)
    }

    private init(_ entry: passwd) {
        id = entry.pw_uid
        groupID = entry.pw_gid
        name = String(cString: entry.pw_name)
    }

    static var isRoot: Bool { geteuid() == 0 }

    /// The user for a new cluster in this folder: whoever runs redline; for root the folder's own
    /// owner, so that they can use it without root later, and otherwise `postgres` or `nobody`.
    static func forNewCluster(in folder: String) throws -> ClusterUser {
        guard isRoot else { return try current() }
        if let owner = PrivateFolder.owner(of: folder), owner != 0,
            let user = ClusterUser(id: owner)
        {
            return user
        }
        guard let user = ClusterUser(name: "postgres") ?? ClusterUser(name: "nobody") else {
            throw PrivateClusterError(
                .folderNotUsable,
                "PostgreSQL does not run as root, and there is no user postgres or nobody to run it.",
                advice: "Run redline as an ordinary user, or make one: adduser --system postgres"
            )
        }
        return user
    }

    /// The user for a cluster that exists: the owner of its data.
    static func forCluster(at dataFolder: String, ownedBy owner: uid_t) throws -> ClusterUser {
        guard isRoot || owner == geteuid() else {
            let name = ClusterUser(id: owner)?.name ?? "user \(owner)"
            throw PrivateClusterError(
                .folderNotUsable,
                "The cluster in \(dataFolder) belongs to \(name).",
                advice:
                    "Run redline as \(name) or root, or set REDLINE_HOME to a folder of your own."
            )
        }
        guard owner != 0, let user = ClusterUser(id: owner) else {
            throw PrivateClusterError(
                .folderNotUsable,
                "\(dataFolder) belongs to user \(owner), as whom PostgreSQL cannot run.",
                advice: "Give the folder to an ordinary user: chown -R postgres \(dataFolder)"
            )
        }
        return user
    }

    /// The words to put before a command line so that it runs as this user.
    func handOver() throws -> [String] {
        guard ClusterUser.isRoot, id != 0 else { return [] }
        // setpriv becomes the command; runuser stays beside it as its parent. BusyBox has a setpriv
        // that knows none of these options.
        if let setpriv = ClusterCommand.find("setpriv"),
            !PrivateFolder.resolved(setpriv).hasSuffix("busybox")
        {
            return [setpriv, "--reuid=\(id)", "--regid=\(groupID)", "--init-groups", "--"]
        }
        if let runuser = ClusterCommand.find("runuser") {
            return [runuser, "-u", name, "--"]
        }
        throw PrivateClusterError(
            .startFailed,
            "PostgreSQL does not run as root, and neither setpriv nor runuser is there to change user.",
            advice: "Install util-linux, or run redline as an ordinary user."
        )
    }

    private static func current() throws -> ClusterUser {
        guard let user = ClusterUser(id: geteuid()) else {
            throw PrivateClusterError(
                .folderNotUsable,
                "The system knows no user \(geteuid()), and PostgreSQL runs for no unknown user.",
                advice: "Add the user to /etc/passwd, or name a database with --database-url."
            )
        }
        return user
    }
}
