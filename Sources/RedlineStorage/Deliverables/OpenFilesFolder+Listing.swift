import Foundation
import Glibc

extension OpenFilesFolder {
    /// What lies under one id: the file, what was begun of it, or both.
    struct Found {
        var bytes = 0
        /// When the last of it came there, in seconds since 1970: its own clock, which nobody sets.
        var cameAt = 0
    }

    /// The names of the folders that files lie in, and how much else lies beside them.
    func places() throws(FilesFolderError) -> (names: [String], foreign: Int) {
        var places: [String] = []
        var foreign = 0
        for name in try root.names() {
            if name.utf8.count == 2, name.utf8.allSatisfy(Self.isDigit),
                root.kind(of: name)?.isFolder == true
            {
                places.append(name)
            } else if name != "lost+found", !name.hasPrefix(FilesFolder.marker) {
                foreign += 1
            }
        }
        return (places.sorted(), foreign)
    }

    /// The files in one of those folders by their ids, and how much else lies there.
    func files(in place: String) throws(FilesFolderError) -> (files: [UUID: Found], foreign: Int) {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let number = openat(root.number, place, flags)
        guard number >= 0 else { throw .ofSystem() }
        let folder = FileDescriptor(number)
        var files: [UUID: Found] = [:]
        var foreign = 0
        for name in try folder.names() {
            let text =
                name.hasSuffix(Self.unfinished)
                ? String(name.dropLast(Self.unfinished.count)) : name
            guard let found = folder.kind(of: name) else { continue }
            guard found.isFile, text.hasPrefix(place), let id = UUID(uuidString: text),
                FilesFolder.text(id) == text
            else {
                foreign += 1
                continue
            }
            files[id, default: Found()].bytes += found.bytes
            files[id, default: Found()].cameAt = max(
                files[id]?.cameAt ?? 0,
                found.cameAt
            )
        }
        return (files, foreign)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

extension FileDescriptor {
    /// What a name in the folder that this is stands for; nil where it has gone meanwhile.
    fileprivate struct Kind {
        let isFile: Bool
        let isFolder: Bool
        let bytes: Int
        let cameAt: Int
    }

    fileprivate func kind(of name: String) -> Kind? {
        var found = stat()
        guard fstatat(number, name, &found, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return Kind(
            isFile: found.st_mode & S_IFMT == S_IFREG,
            isFolder: found.st_mode & S_IFMT == S_IFDIR,
            bytes: Int(found.st_size),
            cameAt: found.st_ctim.tv_sec
        )
    }

    /// The names in the folder that this is.
    fileprivate func names() throws(FilesFolderError) -> [String] {
        let copy = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw .ofSystem() }
        guard let stream = fdopendir(copy) else {
            let error = FilesFolderError.ofSystem()
            close(copy)
            throw error
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw .ofSystem() }
        return names
    }
}
