import Foundation
import Glibc

/// A folder in which contents of files lie, each in a file of its own under an id that says nothing.
///
/// Nothing is reached by a path that could be made to lead elsewhere: each step is taken from an open
/// folder, and no link is followed. The folder is opened for each piece of work, because what it is
/// mounted from can go.
public struct FilesFolder: Sendable {
    /// Where it is.
    public let path: String

    static let marker = "redline-files"

    /// Names a folder.
    public init(path: String) {
        self.path = path
    }

    /// Opens the folder, which belongs to this user alone.
    func open() throws(FilesFolderError) -> OpenFilesFolder {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .absent(path: path, reason: String(cString: strerror(errno)))
        }
        let folder = OpenFilesFolder(path: path, root: FileDescriptor(descriptor))
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw .ofSystem() }
        guard found.st_uid == geteuid(), found.st_mode & 0o077 == 0 else {
            throw .notPrivate(path: path)
        }
        return folder
    }

    /// Opens the folder that has this id.
    ///
    /// - Throws: `another` where it has another one, or none: another folder lies there.
    func open(known id: UUID) throws(FilesFolderError) -> OpenFilesFolder {
        let folder = try open()
        let found = try folder.mark()
        guard found?.folder == id else {
            let other = found.map { Self.text($0.folder) }
            throw .another(path: path, known: Self.text(id), found: other)
        }
        return folder
    }

    static func text(_ id: UUID) -> String { id.uuidString.lowercased() }
}
