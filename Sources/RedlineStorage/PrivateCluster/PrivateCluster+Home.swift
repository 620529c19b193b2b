import Foundation

extension PrivateCluster {
    /// Makes the home folder where it is missing, and takes the cluster's lock in it.
    func lockHome(_ progress: (String) -> Void) throws -> ClusterLock {
        let owner = try makeHome()
        return try ClusterLock("\(home)/lock", owner: owner, progress: progress)
    }

    /// The folder for a new cluster: the home, or one under ``systemFolder`` for root's clusters where
    /// the user that runs PostgreSQL cannot reach the home.
    func layoutForNewCluster(
        _ user: ClusterUser,
        _ progress: (String) -> Void
    ) throws -> ClusterLayout {
        guard ClusterUser.isRoot else { return ClusterLayout(base: home) }
        // Asked of the system in that user's name, since modes do not tell everything.
        let words = try user.handOver() + ["/bin/sh", "-c", "test -x \"$1\"", "sh", home]
        if try ClusterCommand(words: words).run().succeeded {
            progress("Started by root, PostgreSQL will run as the user \(user.name).")
            return ClusterLayout(base: home)
        }
        let base = "\(systemFolder)/\(ClusterLayout.mark(of: PrivateFolder.resolved(home)))"
        for folder in [systemFolder, base] {
            try PrivateFolder.make(folder, mode: 0o711, owner: (0, 0))
        }
        progress(
            "Started by root, PostgreSQL will run as the user \(user.name), who cannot reach "
                + "\(home): the data lies in \(base)."
        )
        return ClusterLayout(base: base)
    }

    /// Notes in the home where the cluster lies, if not in the home itself.
    func remember(_ layout: ClusterLayout) throws {
        guard layout.base != home else { return }
        try PrivateFolder.write("\(layout.base)\n", to: locationFile, mode: 0o644, owner: (0, 0))
    }

    private func makeHome() throws -> (uid: uid_t, gid: gid_t) {
        // pg_ctl puts these paths, in double quotes, on a command line of the shell.
        guard !home.contains(where: { "\"`$\\\n".contains($0) }) else {
            throw PrivateClusterError(
                .folderNotUsable,
                "The path \(home) holds a character that PostgreSQL's programs cannot cope with.",
                advice: "Set REDLINE_HOME to a path without quotes, backslashes and $."
            )
        }
        var missing: [String] = []
        var folder = home
        while access(folder, F_OK) != 0 && errno == ENOENT && folder != "/" {
            missing.append(folder)
            folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        }
        // What root makes in somebody's folder belongs to them.
        let owner = try folderOwner(folder)
        for path in missing.reversed() {
            // The cluster's user must be able to pass through a home that stays root's.
            let mode: mode_t = ClusterUser.isRoot && owner.uid == 0 ? 0o711 : 0o700
            try PrivateFolder.make(path, mode: path == home ? mode : 0o755, owner: owner)
        }
        var found = stat()
        guard stat(home, &found) == 0 else { throw PrivateFolder.notUsable(home, errno) }
        guard found.st_mode & S_IFMT == S_IFDIR else {
            throw PrivateFolder.notUsable(home, ENOTDIR)
        }
        guard found.st_mode & 0o002 == 0 else {
            throw PrivateClusterError(
                .folderNotUsable,
                "\(home) can be written to by everybody.",
                advice:
                    "Set REDLINE_HOME to a folder of your own, or take that away: chmod o-w \(home)"
            )
        }
        guard ClusterUser.isRoot || found.st_uid == geteuid() else {
            let name = ClusterUser(id: found.st_uid)?.name ?? "user \(found.st_uid)"
            throw PrivateClusterError(
                .folderNotUsable,
                "\(home) belongs to \(name).",
                advice: "Run redline as \(name), or set REDLINE_HOME to a folder of your own."
            )
        }
        return try folderOwner(home)
    }

    /// Who owns what is made in a folder: for root, the folder's owner if it is somebody's own.
    private func folderOwner(_ folder: String) throws -> (uid: uid_t, gid: gid_t) {
        var found = stat()
        guard stat(folder, &found) == 0 else { throw PrivateFolder.notUsable(folder, errno) }
        guard ClusterUser.isRoot else { return (geteuid(), getegid()) }
        let isSomebodys = found.st_mode & 0o002 == 0 && ClusterUser(id: found.st_uid) != nil
        return isSomebodys ? (found.st_uid, found.st_gid) : (0, 0)
    }
}
