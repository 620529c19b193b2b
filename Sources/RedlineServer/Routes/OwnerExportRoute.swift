import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineCompliance
import RedlinePostgres
import RedlineStorage
import Synchronization

/// The route by which all that is held on an owner is exported.
///
/// The archive is made whole before the answer begins, in a file without a name: so that a slow
/// client holds no transaction open, and what fails is told by the status.
struct OwnerExportRoute: Sendable {
    let export: OwnerExport
    let trail: AuditTrail
    private let places = ExportPlaces()

    init(_ pool: ConnectionPool) {
        export = OwnerExport(pool)
        trail = AuditTrail(pool)
    }

    var route: Route {
        Route(
            method: .post,
            path: "/api/v1/owners/{owner}/export",
            summary: "All that is held on an owner, as a ZIP archive of one instant.",
            access: .roles([.owner, .compliance]),
            answers: [RouteAnswer(status: .ok, mediaType: "application/zip", schema: "Archive")],
            handle: archive
        )
    }

    private func archive(_ request: RouteRequest) async throws -> Response {
        let owner = try owner(request)
        guard places.take() else {
            throw Problem.busy("other exports are being made; try again in a while")
        }
        defer { places.giveBack() }
        let actor = request.principal.actor
        try await trail.record(
            AuditedAct(.exportOwner, owners: [owner.name], detail: ["state": "begun"]),
            by: actor
        )
        let file = try UnnamedFile()
        let summary = try await export.write(owner, to: file.descriptor, for: actor)
        try await trail.record(
            AuditedAct(
                .exportOwner,
                owners: [owner.name],
                records: summary.records,
                detail: ["sha256": summary.sha256, "state": "done"]
            ),
            by: actor
        )
        var headers: HTTPFields = [:]
        headers[.contentType] = "application/zip"
        headers[.contentDisposition] = "attachment; filename=\"export.zip\""
        headers[.eTag] = "\"\(summary.sha256)\""
        return Response(
            status: .ok,
            headers: headers,
            body: .init(contentLength: summary.byteCount) { writer in
                var offset = 0
                while let piece = try file.piece(at: offset) {
                    offset += piece.readableBytes
                    try await writer.write(piece)
                }
                try await writer.finish(nil)
            }
        )
    }

    /// The owner that the path names, where whoever asks may have their records.
    private func owner(_ request: RouteRequest) throws -> Owner {
        guard let owner = Owner(request.path["owner"] ?? "") else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        guard request.principal.owner == nil || request.principal.owner == owner else {
            guard request.principal.role == .owner else {
                throw Problem.badParameter("owner is another one than X-User-Id names", "owner")
            }
            throw Problem.forbidden("a key of the role owner exports its own owner alone")
        }
        return owner
    }
}

/// So many exports are made at once: each has a connection for as long as it takes.
private final class ExportPlaces: Sendable {
    private static let most = 2
    private let taken = Mutex(0)

    func take() -> Bool {
        taken.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
    }

    func giveBack() {
        taken.withLock { $0 -= 1 }
    }
}

/// A file that nobody else can open, and that is gone when it is closed.
private final class UnnamedFile: Sendable {
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
