import Foundation
import Redline

/// The files of a folder as one ZIP archive.
public struct FolderArchive: Sendable {
    /// How many bytes the archive has.
    public let byteCount: Int
    /// The SHA-256 of the archive: 64 hexadecimal digits.
    public let sha256: String

    private static let pieceSize = 64 * 1024

    /// Writes the files, in the order of their names and all of one time, to an open file.
    ///
    /// - Throws: `ArchiveError`.
    public init(of folder: URL, to descriptor: Int32, at time: Timestamp) throws(ArchiveError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        } catch {
            throw .unreadable(path: folder.path, reason: "it cannot be listed")
        }
        let file = ArchiveFile(descriptor)
        let zip = try ZipWriter(file, at: time)
        for name in names {
            try zip.begin(name)
            try Self.copy(folder.appending(path: name), into: zip)
            _ = try zip.end()
        }
        sha256 = try zip.close()
        byteCount = file.byteCount
    }

    private static func copy(_ url: URL, into zip: ZipWriter) throws(ArchiveError) {
        let source = open(url.path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else {
            throw .unreadable(path: url.path, reason: String(cString: strerror(errno)))
        }
        defer { close(source) }
        var buffer = [UInt8](repeating: 0, count: pieceSize)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .unreadable(path: url.path, reason: String(cString: strerror(errno)))
            }
            guard count > 0 else { return }
            try zip.write(buffer[..<count])
        }
    }
}
