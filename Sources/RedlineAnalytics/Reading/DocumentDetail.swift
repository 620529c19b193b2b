import Redline
import RedlinePostgres

/// One version of a document.
public struct DocumentDetail: Sendable {
    /// Whose it is.
    public let owner: String
    /// Which document it is.
    public let documentID: String
    /// Which version it is.
    public let version: Int
    /// By what the version is known.
    public let tag: String
    /// When the version was stored.
    public let createdAt: Timestamp
    /// When it is no longer kept.
    public let expiresAt: Timestamp
    /// What was sent (JSON).
    public let record: String
}

/// Why a document is not shown.
public enum DocumentLookupError: Error {
    /// There is none that the reader may see.
    case unknown
    /// Several owners use that id; the reader has to say whose is meant.
    case ambiguous
}

extension RecordReader {
    /// A version of a document, the latest where none is named.
    ///
    /// Another owner's answers exactly as one that does not exist. The audit trail has an entry of it
    /// before it is handed over.
    ///
    /// - Throws: `DocumentLookupError`; `PostgresError` where the database cannot be read.
    public func document(
        _ id: DocumentID,
        version: Int? = nil,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> DocumentDetail {
        let query = ReadingQuery(
            .document,
            [
                "document_id": id.text,
                "owner": access.owner?.name ?? "",
                "version": version.map { "\($0)" } ?? "",
            ]
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let answers = try connection.pipeline([.reading(.retentionDays), query.statement])
            let days = try KeptDays(answers[0], "export_days")
            guard answers[1].count < 2 else { throw DocumentLookupError.ambiguous }
            guard let row = answers[1].first, let detail = try DocumentDetail(row, days) else {
                throw DocumentLookupError.unknown
            }
            return (query.act(.readDocument, access, [detail.owner], records: 1), detail)
        }
    }
}

extension ReadingStatement {
    fileprivate static let document = Self("document")
}

extension DocumentDetail {
    fileprivate init?(_ row: Row, _ days: KeptDays) throws {
        guard let owner = try row["owner"].string, let id = try row["document_id"].string,
            let version = try row["version"].int, let tag = try row["tag"].string,
            let created = try row["created_at"].timestamp,
            let kept = try row["kept_from"].timestamp, let record = try row["record"].string
        else { return nil }
        self.owner = owner
        documentID = id
        self.version = version
        self.tag = tag
        createdAt = created
        expiresAt = days.end(of: owner, from: kept)
        self.record = record
    }
}
