import Redline
import RedlinePostgres

/// Keeps the files of exports.
public struct DeliverableStore: Sendable {
    private let pool: ConnectionPool

    /// Creates a door to the files of a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Keeps a file of a workflow that is recorded, once, however often it comes.
    ///
    /// A file of a workflow that is not there, or of an owner of whom nothing is recorded any more,
    /// is not kept.
    ///
    /// - Throws: `PostgresError`.
    public func store(
        _ file: StoredDeliverable,
        of workflow: WorkflowID,
        _ owner: Owner,
        revision: Int
    ) async throws {
        try await pool.withTransaction(role: "redline_recorder") { connection in
            _ = try connection.run(
                .storeDeliverable,
                [
                    "owner": .text(owner.name),
                    "workflow_id": .uuid(workflow),
                    "revision": .integer(revision),
                    "content_hash": .text(file.contentHash),
                    "filename": .text(file.name),
                    "mime_type": .text(file.mediaType),
                    "content": .bytea(file.bytes),
                ]
            )
        }
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
    fileprivate static let storeDeliverable = Self("store_deliverable")
}
