import Foundation
import Glibc

/// The file in which the key of the placeholders lies, beside the database and not in it.
public struct RedactionKeyFile: Sendable {
    /// Where it is.
    public let path: String

    /// Names the file.
    public init(path: String) {
        self.path = path
    }

    /// The key in it; nil where there is no such file.
    ///
    /// - Throws: `RedactionKeyError` where it cannot be read, is open to others, or holds no key.
    public func read() throws(RedactionKeyError) -> RedactionKey? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno != ENOENT else { return nil }
            throw .notReadable(path, String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0, found.st_mode & S_IFMT == S_IFREG else {
            throw .notReadable(path, "it is no file")
        }
        guard found.st_mode & 0o027 == 0 else { throw .isOpen(path) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw .notReadable(path, String(cString: strerror(errno))) }
        let text = String(decoding: buffer.prefix(count), as: UTF8.self)
        guard let key = RedactionKey(text: text) else { throw .isNone(path) }
        return key
    }

    /// Makes a key and its file, or reads the file where somebody else has made it meanwhile.
    ///
    /// - Throws: `RedactionKeyError` as `read`, `PrivateClusterError` where it cannot be written.
    public func make() throws -> RedactionKey {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let key = RedactionKey()
        let fresh = "\(path).\(UUID().uuidString)"
        try PrivateFolder.write(
            key.text + "\n",
            to: fresh,
            mode: 0o600,
            owner: (geteuid(), getegid())
        )
        defer { unlink(fresh) }
        // Unlike a renamed file, a link never takes the place of one that is there.
        guard link(fresh, path) == 0 else {
            let code = errno
            if code == EEXIST, let other = try read() { return other }
            throw PrivateFolder.notUsable(path, code)
        }
        try PrivateFolder.flush(folder)
        return key
    }
}
