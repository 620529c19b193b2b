import Redline
import RedlinePostgres

/// The file of an export, as it was handed over.
public struct DeliverableDetail: Sendable {
    /// Which revision it is of.
    public let revision: Int
    /// `sha256:` and the 64 hex digits of its hash.
    public let contentHash: String
    /// Its name.
    public let name: String
    /// Its media type.
    public let mediaType: String
    /// Where its bytes are.
    public let content: Content

    /// Where the bytes of a file are.
    public enum Content: Sendable {
        /// The database has them.
        case bytes([UInt8])
        /// They lie in the folder of files.
        case folder(FolderFile)
    }
}

/// Why a file is not handed over.
public enum DeliverableLookupError: Error {
    /// No revision, or not that one, has a file.
    case none
    /// It was delivered by another program, which has it.
    case notKept(revision: Int)
}

extension RecordReader {
    /// The file of a revision, of the latest one that has a file where none is named.
    ///
    /// Another owner's answers exactly as one that does not exist. The audit trail has an entry of it
    /// before it is handed over.
    ///
    /// - Throws: `WorkflowLookupError`, `DeliverableLookupError`; `PostgresError` where the database
    ///   cannot be read.
    public func deliverable(
        _ id: WorkflowID,
        revision: Int? = nil,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> DeliverableDetail {
        let wanted = revision.map { "\($0)" } ?? ""
        let query = ReadingQuery(
            .findWorkflow,
            ["workflow_id": "\(id)", "owner": access.owner?.name ?? ""]
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let found = try connection.pipeline([query.statement])[0]
            guard found.count < 2 else { throw WorkflowLookupError.ambiguous }
            guard let place = found.first, let owner = try place["owner"].string,
                let started = try place["started_at"].timestamp
            else { throw WorkflowLookupError.unknown }
            let rows = try connection.pipeline([
                .reading(
                    .deliverable,
                    [
                        "owner": .text(owner),
                        "started_at": .timestamp(microsecondsSinceEpoch: started.microseconds),
                        "workflow_id": .uuid(bytes: id.bytes),
                        "revision": .text(wanted),
                    ]
                )
            ])[0]
            guard let row = rows.first else { throw DeliverableLookupError.none }
            let detail = try DeliverableDetail(row)
            return (query.act(.readDeliverable, access, [owner], records: 1), detail)
        }
    }
}

extension ReadingStatement {
    fileprivate static let deliverable = Self("deliverable")
}

extension DeliverableDetail {
    fileprivate init(_ row: Row) throws {
        guard let revision = try row["revision"].int, let hash = try row["content_hash"].string
        else { throw DeliverableLookupError.none }
        guard let name = try row["filename"].string, let type = try row["mime_type"].string else {
            throw DeliverableLookupError.notKept(revision: revision)
        }
        self.revision = revision
        contentHash = hash
        self.name = name
        mediaType = type
        if let id = try row["file_id"].string, let length = try row["content_length"].int {
            content = .folder(FolderFile(id: id, contentHash: hash, length: length))
        } else {
            content = .bytes(try row["content"].bytes ?? [])
        }
    }
}
