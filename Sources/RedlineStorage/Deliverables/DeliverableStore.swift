import Foundation
import Redline
import RedlinePostgres

/// Keeps the files of exports: their rows, and their contents in the database or in a folder.
public struct DeliverableStore: Sendable {
    private let pool: ConnectionPool
    /// Where contents of files lie that are not in the database; nil where no folder is named.
    public let folder: FolderFiles?
    /// Whether contents of new files go there.
    private let usesFolder: Bool

    /// Creates a door to the files of a database.
    ///
    /// What lies in the folder is read from there also where new files go into the database.
    public init(_ pool: ConnectionPool, folder: FolderFiles? = nil, usesFolder: Bool = true) {
        self.pool = pool
        self.folder = folder
        self.usesFolder = usesFolder && folder != nil
    }

    /// Keeps a file of a workflow that is recorded, once, however often it comes.
    ///
    /// A file of a workflow that is not there, or of an owner of whom nothing is recorded any more,
    /// is not kept.
    ///
    /// - Throws: `PostgresError`; `FilesFolderError` where the folder does not take it.
    public func store(
        _ file: StoredDeliverable,
        of workflow: WorkflowID,
        _ owner: Owner,
        revision: Int
    ) async throws {
        let row = DeliverableRow(file, of: workflow, owner, revision: revision)
        if let folder, usesFolder {
            try await folder.store(file.bytes, row)
        } else {
            try await pool.withTransaction(role: "redline_recorder") { connection in
                _ = try connection.run(.storeDeliverable, row.parameters(content: file.bytes))
            }
        }
    }

    /// The content of a file that lies in the folder.
    ///
    /// - Throws: `FilesFolderError`.
    public func content(of file: FolderFile) throws(FilesFolderError) -> [UInt8] {
        guard let folder else { throw .notNamed }
        return try folder.content(of: file)
    }

    /// The content of a file that lies in the folder; nil where it is lost.
    ///
    /// - Throws: `FilesFolderError` where the folder is out of reach.
    public func contentUnlessLost(of file: FolderFile) throws(FilesFolderError) -> [UInt8]? {
        do {
            return try content(of: file)
        } catch {
            guard error.isLoss else { throw error }
            return nil
        }
    }
}

/// A file's row but for its content.
struct DeliverableRow: Sendable {
    let owner: Owner
    let identity: [String: Parameter]
    private let names: [String: Parameter]
    private let length: Int

    init(
        _ file: StoredDeliverable,
        of workflow: WorkflowID,
        _ owner: Owner,
        revision: Int
    ) {
        self.owner = owner
        identity = [
            "owner": .text(owner.name),
            "workflow_id": .uuid(workflow),
            "revision": .integer(revision),
            "content_hash": .text(file.contentHash),
        ]
        names = ["filename": .text(file.name), "mime_type": .text(file.mediaType)]
        length = file.bytes.count
    }

    /// With its content.
    func parameters(content: [UInt8]) -> [String: Parameter] {
        identity.merging(names) { $1 }.merging([
            "content": .bytea(content), "file_id": .null, "content_length": .null,
        ]) { $1 }
    }

    /// With where its content lies in the folder.
    func parameters(file: UUID) -> [String: Parameter] {
        identity.merging(names) { $1 }.merging([
            "content": .null, "file_id": .uuid(file), "content_length": .integer(length),
        ]) { $1 }
    }
}

/// A file as it is kept.
public struct StoredDeliverable: Sendable {
    /// The file's bytes.
    public let bytes: [UInt8]
    /// The file's name.
    public let name: String
    /// The file's media type.
    public let mediaType: String
    /// `sha256:` and the 64 hex digits of the file's hash.
    public let contentHash: String

    /// Creates a file to be kept.
    public init(bytes: [UInt8], name: String, mediaType: String, contentHash: String) {
        self.bytes = bytes
        self.name = name
        self.mediaType = mediaType
        self.contentHash = contentHash
    }
}

extension RecordingStatement {
    static let storeDeliverable = Self("store_deliverable")
}
