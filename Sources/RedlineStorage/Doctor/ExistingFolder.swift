import Foundation

/// A folder, or what there is of the path to it where it has not been made yet.
struct ExistingFolder {
    let path: String

    init(for folder: String) {
        var url = URL(fileURLWithPath: folder).standardizedFileURL
        while access(url.path, F_OK) != 0 && errno == ENOENT && url.path != "/" {
            url = url.deletingLastPathComponent()
        }
        path = url.path
    }

    /// Why no file can be made in it; nil where it can.
    var obstacle: String? {
        var found = stat()
        guard stat(path, &found) == 0 else { return String(cString: strerror(errno)) }
        guard found.st_mode & S_IFMT == S_IFDIR else { return "\(path) is no folder" }
        guard access(path, W_OK | X_OK) == 0 else { return String(cString: strerror(errno)) }
        return nil
    }
}
