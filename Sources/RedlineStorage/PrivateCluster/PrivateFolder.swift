import Foundation

/// Folders that belong to one user alone, made and checked so that nobody can put theirs in the place.
enum PrivateFolder {
    /// Makes one folder with this mode and owner.
    ///
    /// One that is there already is left as it is.
    ///
    /// - Returns: Whether the folder was made.
    @discardableResult
    static func make(_ path: String, mode: mode_t, owner: (uid: uid_t, gid: gid_t)) throws -> Bool {
        guard mkdir(path, 0o700) == 0 else {
            let code = errno
            var found = stat()
            if code == EEXIST && stat(path, &found) == 0 && isFolder(found) { return false }
            throw notUsable(path, code == EEXIST ? ENOTDIR : code)
        }
        // By descriptor: between mkdir and chown a name may come to mean something else.
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw notUsable(path, errno) }
        defer { close(descriptor) }
        if ClusterUser.isRoot && owner.uid != 0 && fchown(descriptor, owner.uid, owner.gid) != 0 {
            throw notUsable(path, errno)
        }
        guard fchmod(descriptor, mode) == 0 else { throw notUsable(path, errno) }
        return true
    }

    /// Whether the path is a folder, no link, that belongs to this user and that no other user can enter.
    static func isPrivate(_ path: String, to owner: uid_t) -> Bool {
        var found = stat()
        guard lstat(path, &found) == 0 else { return false }
        return isFolder(found) && found.st_uid == owner && found.st_mode & 0o077 == 0
    }

    /// The owner of what is at the path; nil where nothing is, or nothing can be seen.
    static func owner(of path: String) -> uid_t? {
        var found = stat()
        return stat(path, &found) == 0 ? found.st_uid : nil
    }

    /// The path without symbolic links and dots, or the path itself where it leads nowhere.
    static func resolved(_ path: String) -> String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// Writes a file so that it is there whole or not at all, also after a power cut.
    static func write(
        _ text: String,
        to path: String,
        mode: mode_t,
        owner: (uid: uid_t, gid: gid_t)
    ) throws {
        // A fresh name, never followed, then renamed: root writes in folders of other users here.
        let fresh = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw notUsable(path, errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        let isDone =
            written == bytes.count && fchmod(descriptor, mode) == 0
            && (!ClusterUser.isRoot || fchown(descriptor, owner.uid, owner.gid) == 0)
            && fsync(descriptor) == 0 && rename(fresh, path) == 0
        guard isDone else {
            // A short write leaves errno alone: only a full disk does that to a file.
            let code = written >= 0 && written < bytes.count ? ENOSPC : errno
            unlink(fresh)
            throw notUsable(path, code)
        }
        try flush(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Makes the names in a folder last through a power cut.
    static func flush(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw notUsable(folder, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw notUsable(folder, errno) }
    }

    /// The error for a path that the system refused with this `errno`.
    static func notUsable(_ path: String, _ code: Int32) -> PrivateClusterError {
        let advice =
            switch code {
            case ENOSPC, EDQUOT:
                "The disk is full: free some space, or set REDLINE_HOME to a folder on another disk."
            case ENOTDIR: "A file is in the way: remove it, or set REDLINE_HOME to another folder."
            default: "Set REDLINE_HOME to a folder of your own that can be written to."
            }
        return PrivateClusterError(
            .folderNotUsable,
            "\(path) cannot be used: \(String(cString: strerror(code))).",
            advice: advice
        )
    }

    private static func isFolder(_ found: stat) -> Bool { found.st_mode & S_IFMT == S_IFDIR }
}
