import CArchive
import Foundation
import Redline
import RedlineDigest

/// Writes a ZIP archive front to back, member after member, in constant memory.
///
/// Sizes stand behind the data and in ZIP64, so that neither a member nor the whole has a bound.
final class ZipWriter {
    private let archive: OpaquePointer
    private let file: ArchiveFile
    private let seconds: Int
    private var pending: [UInt8] = []
    private var digest = SHA256Stream()
    private var name = ""
    private var byteCount = 0

    private static let pieceSize = 64 * 1024
    /// libarchive's AE_IFREG.
    private static let regularFile: UInt32 = 0o100_000

    /// Starts an archive whose members are all of one time.
    init(_ file: ArchiveFile, at time: Timestamp) throws(ArchiveError) {
        guard let archive = archive_write_new() else {
            throw .unwritable(reason: "no memory is left")
        }
        self.archive = archive
        self.file = file
        seconds = Int(time.milliseconds / 1_000)
        pending.reserveCapacity(Self.pieceSize * 2)
        try check(archive_write_set_format_zip(archive))
        try check(archive_write_set_options(archive, "zip:zip64,zip:compression=deflate"))
        // Otherwise zeros would follow, up to a whole block.
        try check(archive_write_set_bytes_in_last_block(archive, 1))
        let target = Unmanaged.passUnretained(file).toOpaque()
        try check(archive_write_open(archive, target, nil, writeArchive, nil))
    }

    deinit { archive_write_free(archive) }

    /// Begins a member.
    func begin(_ name: String) throws(ArchiveError) {
        guard let entry = archive_entry_new() else {
            throw .unwritable(reason: "no memory is left")
        }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname_utf8(entry, name)
        archive_entry_set_filetype(entry, Self.regularFile)
        archive_entry_set_perm(entry, 0o600)
        archive_entry_set_mtime(entry, seconds, 0)
        try check(archive_write_header(archive, entry))
        self.name = name
        digest = SHA256Stream()
        byteCount = 0
    }

    /// Adds to the member.
    func write(_ bytes: some Sequence<UInt8>) throws(ArchiveError) {
        pending.append(contentsOf: bytes)
        if pending.count >= Self.pieceSize { try flush() }
    }

    /// Ends the member; what the manifest says of it.
    func end() throws(ArchiveError) -> ArchiveMember {
        try flush()
        try check(archive_write_finish_entry(archive))
        return ArchiveMember(name: name, byteCount: byteCount, sha256: digest.finish())
    }

    /// Ends the archive; its SHA-256.
    func close() throws(ArchiveError) -> String {
        try check(archive_write_close(archive))
        return file.finish()
    }

    private func flush() throws(ArchiveError) {
        guard !pending.isEmpty else { return }
        let written = pending.withUnsafeBytes { bytes in
            digest.update(bytes)
            return archive_write_data(archive, bytes.baseAddress, bytes.count)
        }
        guard written == pending.count else { throw failed }
        byteCount += pending.count
        pending.removeAll(keepingCapacity: true)
    }

    private func check(_ status: Int32) throws(ArchiveError) {
        guard status == ARCHIVE_OK else { throw failed }
    }

    private var failed: ArchiveError {
        guard file.failure == 0 else {
            return .unwritable(reason: String(cString: strerror(file.failure)))
        }
        let text = archive_error_string(archive).map { String(cString: $0) }
        return .unwritable(reason: text ?? "libarchive gives no reason")
    }
}

/// Takes what libarchive has to write; its target is an `ArchiveFile`.
private func writeArchive(
    _ archive: OpaquePointer?,
    _ target: UnsafeMutableRawPointer?,
    _ bytes: UnsafeRawPointer?,
    _ count: Int
) -> Int {
    guard let target else { return -1 }
    let file = Unmanaged<ArchiveFile>.fromOpaque(target).takeUnretainedValue()
    return file.write(UnsafeRawBufferPointer(start: bytes, count: count))
}
