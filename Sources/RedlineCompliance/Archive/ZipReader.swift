import CArchive
import Foundation
import RedlineDigest

/// Reads a ZIP archive front to back, in constant memory.
final class ZipReader {
    private let archive: OpaquePointer
    private let path: String
    /// Member contents up to this size are given as a whole.
    private static let keptBytes = 4 * 1024 * 1024
    private static let pieceSize = 64 * 1024

    init(path: String) throws(ArchiveError) {
        guard let archive = archive_read_new() else {
            throw .unreadable(path: path, reason: "no memory is left")
        }
        self.archive = archive
        self.path = path
        try check(archive_read_support_format_zip_seekable(archive))
        try check(archive_read_open_filename(archive, path, Self.pieceSize))
    }

    deinit { archive_read_free(archive) }

    /// The next member, read to its end, and its bytes where its name is one of `kept`; nil at the end.
    func next(keeping kept: Set<String>) throws(ArchiveError) -> (ArchiveMember, [UInt8])? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(archive, &entry)
        if status == ARCHIVE_EOF { return nil }
        try check(status)
        let name = archive_entry_pathname_utf8(entry).map { String(cString: $0) } ?? ""
        let digest = SHA256Stream()
        var count = 0
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: Self.pieceSize)
        while true {
            let got = piece.withUnsafeMutableBytes {
                archive_read_data(archive, $0.baseAddress, $0.count)
            }
            guard got >= 0 else { throw failed }
            guard got > 0 else { break }
            count += got
            piece.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
            if kept.contains(name), content.count + got <= Self.keptBytes {
                content.append(contentsOf: piece[..<got])
            }
        }
        return (ArchiveMember(name: name, byteCount: count, sha256: digest.finish()), content)
    }

    private func check(_ status: Int32) throws(ArchiveError) {
        guard status == ARCHIVE_OK else { throw failed }
    }

    private var failed: ArchiveError {
        let text = archive_error_string(archive).map { String(cString: $0) }
        return .unreadable(path: path, reason: text ?? "it is no ZIP archive")
    }
}
