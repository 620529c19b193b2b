import Foundation
import Redline
import RedlinePostgres

/// The files in the folder of a database, and the database's entries of them.
///
/// An entry is there before its file, and until that is gone: nothing lies in the folder that the
/// database does not know of.
public struct FolderFiles: Sendable {
    let pool: ConnectionPool
    /// The folder.
    public let folder: FilesFolder

    /// Files that are removed in one transaction.
    static let removedAtOnce = 100
    /// How often an erasure looks again for files that somebody else is removing.
    static let tries = 50
    static let pause = Duration.milliseconds(100)

    /// Creates a door to the files of a database.
    public init(_ pool: ConnectionPool, folder: FilesFolder) {
        self.pool = pool
        self.folder = folder
    }

    /// Makes the folder the database's, where that has none yet, or sees that it is.
    ///
    /// - Throws: `FilesFolderError` where it cannot be used, or is another one; `PostgresError`.
    public func claim() async throws {
        let opened = try folder.open()
        let installation = try await Installation(pool).id()
        let known = try await noted(nil)
        guard let found = try opened.mark() else {
            if let known {
                throw FilesFolderError.another(
                    path: folder.path,
                    known: FilesFolder.text(known),
                    found: nil
                )
            }
            guard opened.isEmpty else { throw FilesFolderError.notEmpty(path: folder.path) }
            let mark = try opened.put(.init(folder: UUID(), installation: installation))
            return try await claim(mark, of: installation)
        }
        try await claim(found, of: installation)
    }

    private func claim(_ mark: OpenFilesFolder.Mark, of installation: String) async throws {
        let known = try await noted(nil)
        if known == nil, mark.installation != installation {
            throw FilesFolderError.ofAnother(path: folder.path)
        }
        guard let noted = try await noted(mark.folder), noted == mark.folder else {
            throw FilesFolderError.another(
                path: folder.path,
                known: known.map(FilesFolder.text) ?? "",
                found: FilesFolder.text(mark.folder)
            )
        }
    }

    /// The id of the database's folder, after one was noted where there was none.
    func noted(_ id: UUID?) async throws -> UUID? {
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            try connection.run(
                .claimFilesFolder,
                ["folder_id": .text(id.map(FilesFolder.text) ?? "")]
            ).first?["folder_id"].uuid
        }
    }

    // MARK: Writing and reading

    /// The folder, and the id that it has: what asks the database says which folder it means.
    func opened() throws(FilesFolderError) -> (folder: OpenFilesFolder, id: UUID) {
        let opened = try folder.open()
        guard let mark = try opened.mark() else {
            throw .absent(path: folder.path, reason: "it has no file \(FilesFolder.marker)")
        }
        return (opened, mark.folder)
    }

    /// The content of a file.
    ///
    /// - Throws: `FilesFolderError`.
    public func content(of file: FolderFile) throws(FilesFolderError) -> [UInt8] {
        guard let id = UUID(uuidString: file.id) else { throw .missing }
        return try opened().folder.read(id, length: file.length, hash: file.contentHash)
    }

    // MARK: Removing

    /// Removes files that no row names any more, at most so many; how many are gone.
    ///
    /// What cannot be removed is tried again after the others.
    ///
    /// - Throws: `FilesFolderError` where not all of them could be removed; `PostgresError`.
    @discardableResult
    public func removeDue(of owner: Owner? = nil, atMost most: Int = 10_000) async throws -> Int {
        var removed = 0
        while removed < most {
            let (count, fault) = try await removeSome(of: owner)
            removed += count
            if let fault { throw fault }
            if count < Self.removedAtOnce { break }
            try Task.checkCancellation()
        }
        return removed
    }

    private func removeSome(
        of owner: Owner?
    ) async throws -> (count: Int, fault: FilesFolderError?) {
        let (opened, id) = try opened()
        do {
            return try await pool.withTransaction(role: OwnerHolds.role) { connection in
                let rows = try connection.run(
                    .filesDue,
                    [
                        "folder_id": .uuid(id), "owner": .text(owner?.name ?? ""),
                        "most": .integer(Self.removedAtOnce),
                    ]
                )
                var owners: [UUID: String] = [:]
                for row in rows {
                    guard let id = try row["file_id"].uuid else { continue }
                    owners[id] = try row["owner"].string
                }
                guard !owners.isEmpty else { return (0, nil) }
                let (gone, fault) = opened.remove(Array(owners.keys))
                let left = Set(owners.keys).subtracting(gone)
                for (statement, files) in [
                    (RecordingStatement.forgetFiles, gone), (.putOffFiles, Array(left)),
                ] where !files.isEmpty {
                    _ = try connection.run(
                        statement,
                        [
                            "files": .array(files),
                            "owners": .array(files.map { owners[$0] ?? "" }),
                        ]
                    )
                }
                return (gone.count, fault)
            }
        } catch let error as PostgresError where error.sqlState == Self.isAnother {
            throw try await another(than: id)
        }
    }

    /// That the folder that is there is not the database's.
    func another(than found: UUID) async throws -> FilesFolderError {
        .another(
            path: folder.path,
            known: try await noted(nil).map(FilesFolder.text) ?? "",
            found: FilesFolder.text(found)
        )
    }

    /// What PostgreSQL says where a folder is not the one that it knows.
    static let isAnother = "RL003"

    /// How many files there are in the folder, and how many of them are to be removed.
    ///
    /// - Throws: `PostgresError`.
    public static func counts(_ pool: ConnectionPool) async throws -> (files: Int, due: Int) {
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            let row = try connection.run(.filesInFolder).first
            return (try row?["files"].int ?? 0, try row?["due"].int ?? 0)
        }
    }
}

extension RecordingStatement {
    fileprivate static let claimFilesFolder = Self("claim_files_folder")
    fileprivate static let filesDue = Self("files_due")
    static let forgetFiles = Self("forget_files")
    fileprivate static let putOffFiles = Self("put_off_files")
    static let filesInFolder = Self("files_in_folder")
}
