import Foundation
import Redline
import RedlinePostgres

extension FolderFiles {
    /// Puts a file into the folder, and its row into the database.
    ///
    /// First its entry is there, for whoever has to remove the file when this is interrupted; then the
    /// file, whole and on the disk; then the row. While the file is written, the entry is held, so
    /// that nobody removes what is being written; a crash lets go of it.
    func store(_ bytes: [UInt8], _ row: DeliverableRow) async throws {
        for _ in 1...Self.attempts {
            let (opened, folderID) = try opened()
            guard let begun = try await begin(row, in: folderID) else { return }
            do {
                switch try await write(bytes, as: begun, row, in: opened) {
                case .named: return
                case .needless: return try await forget(begun, of: row.owner)
                case .released: try? await forget(begun, of: row.owner)
                }
            } catch {
                try? await forget(begun, of: row.owner)
                throw error
            }
        }
        throw FilesFolderError.failed("a file took too long to be written")
    }

    private enum Ending { case named, needless, released }

    private static let attempts = 3

    /// The id of a file that may be written; nil where it is kept already, or nothing is kept of the
    /// owner.
    private func begin(_ row: DeliverableRow, in folderID: UUID) async throws -> UUID? {
        do {
            return try await pool.withTransaction(role: Self.recorder) { connection in
                let isKept = try connection.run(.keepsDeliverable, row.identity).first?["is_kept"]
                guard try isKept?.bool != true else { return nil }
                return try connection.run(
                    .beginFile,
                    ["folder_id": .uuid(folderID), "owner": .text(row.owner.name)]
                ).first?["file_id"].uuid
            }
        } catch let error as PostgresError where error.sqlState == Self.isAnother {
            throw try await another(than: folderID)
        }
    }

    private func write(
        _ bytes: [UInt8],
        as begun: UUID,
        _ row: DeliverableRow,
        in opened: OpenFilesFolder
    ) async throws -> Ending {
        try await pool.withTransaction(role: Self.recorder) { connection in
            let held = try connection.run(
                .holdFile,
                ["owner": .text(row.owner.name), "file_id": .uuid(begun)]
            ).first?["is_held"]
            // Not held where the owner is erased meanwhile, or this took very long.
            guard try held?.bool == true else { return .released }
            try opened.write(bytes, as: begun)
            let named = try connection.run(.storeDeliverable, row.parameters(file: begun)).first
            return named == nil ? .needless : .named
        }
    }

    /// Removes a file that no row came to name, and its entry: both wait for the next round where
    /// that fails.
    private func forget(_ file: UUID, of owner: Owner) async throws {
        let (opened, _) = try opened()
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            // A commit whose answer was lost may have been one: what is kept stays.
            let rows = try connection.run(
                .releaseFile,
                ["owner": .text(owner.name), "file_id": .uuid(file)]
            )
            guard try rows.first?["is_due"].bool == true else { return }
            let (gone, fault) = opened.remove([file])
            guard !gone.isEmpty else { throw fault ?? .missing }
            _ = try connection.run(
                .forgetFiles,
                ["files": .array(gone), "owners": .array([owner.name])]
            )
        }
    }

    private static let recorder = "redline_recorder"
}

extension RecordingStatement {
    fileprivate static let keepsDeliverable = Self("keeps_deliverable")
    fileprivate static let beginFile = Self("begin_file")
    fileprivate static let holdFile = Self("hold_file")
    fileprivate static let releaseFile = Self("release_file")
}
