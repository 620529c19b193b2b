import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RedlineCompliance

/// A file that nobody else can open, and that is gone when it is closed.
final class UnnamedFile: Sendable {
    let descriptor: Int32
    private static let pieceSize = 64 * 1024

    init() throws {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/redline-export-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw ArchiveError.unwritable(reason: String(cString: strerror(errno)))
        }
        unlink(template)
    }

    deinit { close(descriptor) }

    /// The bytes from there on, up to a piece of them; nil at the end.
    func piece(at offset: Int) throws -> ByteBuffer? {
        var buffer = ByteBufferAllocator().buffer(capacity: Self.pieceSize)
        let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.pieceSize) {
            max(0, pread(descriptor, $0.baseAddress, Self.pieceSize, off_t(offset)))
        }
        return count > 0 ? buffer : nil
    }
}

extension Response {
    /// A ZIP archive that was made whole before the answer begins.
    static func archive(
        _ file: UnnamedFile,
        named name: String,
        byteCount: Int,
        sha256: String
    ) -> Response {
        var headers: HTTPFields = [:]
        headers[.contentType] = "application/zip"
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        headers[.eTag] = "\"\(sha256)\""
        return Response(
            status: .ok,
            headers: headers,
            body: .init(contentLength: byteCount) { writer in
                var offset = 0
                while let piece = try file.piece(at: offset) {
                    offset += piece.readableBytes
                    try await writer.write(piece)
                }
                try await writer.finish(nil)
            }
        )
    }
}
