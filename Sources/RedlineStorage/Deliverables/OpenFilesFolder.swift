import Foundation
import Glibc
import RedlineDigest

/// The folder, open.
struct OpenFilesFolder: Sendable {
    let path: String
    let root: FileDescriptor

    /// What lies in the folder beside the files: which one it is, and of which database.
    struct Mark: Equatable {
        let folder: UUID
        /// The id of the database's installation; empty where a person wrote the mark.
        let installation: String

        init(folder: UUID, installation: String) {
            self.folder = folder
            self.installation = installation
        }

        init?(_ text: String) {
            let words = text.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, let id = UUID(uuidString: String(first)) else {
                return nil
            }
            folder = id
            installation = words.count > 1 ? String(words[1]) : ""
        }

        var text: String { "\(FilesFolder.text(folder)) \(installation)\n" }
    }

    /// The folder's mark; nil where it has none.
    func mark() throws(FilesFolderError) -> Mark? {
        do throws(FilesFolderError) {
            let bytes = try root.read(FilesFolder.marker, atMost: 1_024)
            return Mark(String(decoding: bytes, as: UTF8.self))
        } catch .missing {
            return nil
        }
    }

    /// Puts a mark into the folder, unless one is there; the one that is there then.
    func put(_ mark: Mark) throws(FilesFolderError) -> Mark {
        let fresh = "\(FilesFolder.marker).\(FilesFolder.text(UUID()))"
        try root.write(Array(mark.text.utf8), as: fresh)
        defer { unlinkat(root.number, fresh, 0) }
        // Unlike a renamed file, a link never takes the place of one that is there.
        guard linkat(root.number, fresh, root.number, FilesFolder.marker, 0) == 0 else {
            guard errno == EEXIST, let found = try self.mark() else { throw .ofSystem() }
            return found
        }
        guard fsync(root.number) == 0 else { throw .ofSystem() }
        return mark
    }

    /// Whether nothing lies in it, but for what a file system puts there itself.
    var isEmpty: Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.allSatisfy { $0 == "lost+found" || $0.hasPrefix(FilesFolder.marker) }
    }

    // MARK: Files

    /// Writes a file so that it is there whole or not at all, also after a power cut.
    func write(_ bytes: [UInt8], as id: UUID) throws(FilesFolderError) {
        let name = FilesFolder.text(id)
        let place = try place(of: id, isMade: true)
        let fresh = name + Self.unfinished
        try place.write(bytes, as: fresh)
        guard renameat(place.number, fresh, place.number, name) == 0, fsync(place.number) == 0
        else {
            let error = FilesFolderError.ofSystem()
            unlinkat(place.number, fresh, 0)
            unlinkat(place.number, name, 0)
            throw error
        }
    }

    /// The bytes of a file, which are those that were kept.
    ///
    /// - Throws: `missing`, `changed`; what keeps them from being read.
    func read(_ id: UUID, length: Int, hash: String) throws(FilesFolderError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FilesFolderError) {
            bytes = try place(of: id, isMade: false)
                .read(FilesFolder.text(id), atMost: length + 1)
        } catch .failed(let reason) where reason == String(cString: strerror(ELOOP)) {
            // A link in the place of the file.
            throw .changed
        }
        guard bytes.count == length,
            hash == "sha256:" + SHA256Digest.hexadecimal(SHA256Digest.of(bytes))
        else { throw .changed }
        return bytes
    }

    /// Removes files, finished or not, for good; those that are gone then, whether or not they were
    /// there, and why the others are not.
    func remove(_ ids: [UUID]) -> (gone: [UUID], fault: FilesFolderError?) {
        var gone: [UUID] = []
        var fault: FilesFolderError?
        let places = Dictionary(grouping: ids) { FilesFolder.text($0).prefix(2) }
        for ids in places.values {
            do throws(FilesFolderError) {
                let place: FileDescriptor
                do throws(FilesFolderError) {
                    place = try self.place(of: ids[0], isMade: false)
                } catch .missing {
                    gone += ids
                    continue
                }
                var unlinked: [UUID] = []
                for id in ids {
                    do throws(FilesFolderError) {
                        let name = FilesFolder.text(id)
                        for name in [name + Self.unfinished, name] {
                            guard unlinkat(place.number, name, 0) == 0 || errno == ENOENT else {
                                throw .ofSystem()
                            }
                        }
                        unlinked.append(id)
                    } catch {
                        fault = error
                    }
                }
                // Gone is what stays gone after a power cut.
                guard fsync(place.number) == 0 else { throw .ofSystem() }
                gone += unlinked
            } catch {
                fault = error
            }
        }
        return (gone, fault)
    }

    static let unfinished = ".unfinished"

    /// The folder of the files whose ids begin alike: of a thousand times as many files than one
    /// folder should have.
    private func place(of id: UUID, isMade: Bool) throws(FilesFolderError) -> FileDescriptor {
        let name = String(FilesFolder.text(id).prefix(2))
        if isMade, mkdirat(root.number, name, 0o700) == 0 {
            guard fsync(root.number) == 0 else { throw .ofSystem() }
        }
        let descriptor = openat(
            root.number,
            name,
            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        )
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .ofSystem() }
        return FileDescriptor(descriptor)
    }
}
