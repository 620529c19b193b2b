import Redline
import RedlinePostgres

/// One document in a list, in its latest version.
public struct DocumentSummary: Sendable {
    /// How far the newest export of a document has come.
    public struct Export: Sendable {
        /// The workflow.
        public let workflowID: WorkflowID
        /// Its latest revision.
        public let revision: Int
        /// The latest stage of that revision, feedback left out.
        public let stage: ExportStage
        /// When the last of its stages happened.
        public let updatedAt: Timestamp

        /// How far it has come.
        public var status: WorkflowStatus { WorkflowStatus(furthest: stage) }
    }

    /// Whose it is.
    public let owner: String
    /// Which document it is.
    public let documentID: String
    /// The latest version.
    public let version: Int
    /// By what the version is known.
    public let tag: String
    /// When the version was stored.
    public let createdAt: Timestamp
    /// When it is no longer kept.
    public let expiresAt: Timestamp
    /// The document's type.
    public let documentType: String
    /// How its data were extracted.
    public let extractionMethod: String
    /// The confidence of the extraction, 0 to 1.
    public let extractionConfidence: Double?
    /// How many values were extracted.
    public let fieldCount: Int
    /// The newest export; nil where there is none.
    public let export: Export?
}

/// Which documents of a list are asked for.
public struct DocumentFilter: Sendable {
    /// The first time that counts.
    public var from: Timestamp?
    /// The first time that no longer counts.
    public var to: Timestamp?

    /// Creates a filter that lets everything through.
    public init() {}
}

extension RecordReader {
    /// A page of documents, those stored last first; the audit trail has an entry of it before it is
    /// handed over.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func documents(
        as access: ReadAccess,
        by actor: AuditActor,
        filter: DocumentFilter = DocumentFilter(),
        page: PageRequest = PageRequest()
    ) async throws -> Page<DocumentSummary> {
        let query = ReadingQuery(
            .documents,
            [
                "owner": access.owner?.name ?? "",
                "from": filter.from.map { "\($0)" } ?? "",
                "to": filter.to.map { "\($0)" } ?? "",
                "last_at": page.after.map { "\($0.time)" } ?? "",
                "last_id": page.after?.id ?? "",
                "limit": "\(page.limit + 1)",
                "offset": "\(page.offset)",
            ]
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let answers = try connection.pipeline([.reading(.retentionDays), query.statement])
            let days = try KeptDays(answers[0], "export_days")
            let rows = try answers[1].compactMap { try DocumentSummary($0, days) }
            let found = Page(rows, limit: page.limit) { last in
                PagePlace(time: last.createdAt, id: last.documentID)
            }
            let owners = found.rows.map(\.owner)
            return (query.act(.readDocuments, access, owners, records: found.rows.count), found)
        }
    }
}

extension ReadingStatement {
    fileprivate static let documents = Self("documents")
}

extension DocumentSummary {
    fileprivate init?(_ row: Row, _ days: KeptDays) throws {
        guard let owner = try row["owner"].string, let id = try row["document_id"].string,
            let version = try row["version"].int, let tag = try row["tag"].string,
            let created = try row["created_at"].timestamp,
            let kept = try row["kept_from"].timestamp,
            let type = try row["document_type"].string,
            let method = try row["extraction_method"].string
        else { return nil }
        self.owner = owner
        documentID = id
        self.version = version
        self.tag = tag
        createdAt = created
        expiresAt = days.end(of: owner, from: kept)
        documentType = type
        extractionMethod = method
        extractionConfidence = try row["extraction_confidence"].double
        fieldCount = try row["extracted"].int ?? 0
        export = try Export(row)
    }
}

extension DocumentSummary.Export {
    fileprivate init?(_ row: Row) throws {
        guard let id = try row["workflow_id"].string.flatMap({ WorkflowID($0) }),
            let revision = try row["revision"].int,
            let stage = try row["furthest"].int.flatMap({ ExportStage(rawValue: $0) }),
            let updated = try row["updated_at"].timestamp
        else { return nil }
        workflowID = id
        self.revision = revision
        self.stage = stage
        updatedAt = updated
    }
}
