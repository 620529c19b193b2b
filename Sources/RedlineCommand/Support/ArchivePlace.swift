import Foundation
import RedlineCompliance

/// Where an archive goes: under another name until it is whole, and its digest beside it.
struct ArchivePlace {
    private let path: String
    private let partial: String
    private let isReplacing: Bool

    /// Refuses a file that is there, unless it may be replaced.
    init(_ path: String, replacing isReplacing: Bool) throws {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard !isFolder.boolValue else { throw CommandError("\(path) is a folder: name a file") }
        guard !isThere || isReplacing else {
            throw CommandError("\(path) is there already: name another file, or say --force")
        }
        self.path = path
        self.isReplacing = isReplacing
        partial = "\(path).\(getpid()).part"
    }

    /// Runs `body` with the open file, and gives it its name when all went well.
    func write(
        _ body: (Int32) async throws -> OwnerExportSummary
    ) async throws -> OwnerExportSummary {
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(partial) }
        do {
            let summary = try await body(descriptor)
            guard fsync(descriptor) == 0 else { throw failure(partial) }
            close(descriptor)
            try name(summary)
            return summary
        } catch {
            close(descriptor)
            unlink(partial)
            throw error
        }
    }

    private func name(_ summary: OwnerExportSummary) throws {
        // Another one may have come meanwhile: a link does not replace it, as a rename would.
        if isReplacing {
            guard rename(partial, path) == 0 else { throw failure(path) }
        } else {
            guard link(partial, path) == 0 else { throw failure(path) }
            unlink(partial)
        }
        let sidecar = ExportVerification.sidecar(of: path)
        let line = "\(summary.sha256)  \(URL(fileURLWithPath: path).lastPathComponent)\n"
        guard FileManager.default.createFile(atPath: sidecar, contents: Data(line.utf8)) else {
            throw failure(sidecar)
        }
    }

    private func failure(_ path: String) -> CommandError {
        CommandError("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
