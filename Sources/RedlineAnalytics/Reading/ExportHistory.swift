import Redline
import RedlinePostgres

/// One export in a history.
public struct ExportSummary: Sendable {
    /// Whose it is.
    public let owner: String
    /// The workflow.
    public let workflowID: WorkflowID
    /// When it started.
    public let startedAt: Timestamp
    /// The document.
    public let documentID: String?
    /// The document's type.
    public let documentType: String?
    /// The model that wrote the first summary.
    public let model: String?
    /// The template that the person chose.
    public let template: String?
    /// The format of the deliverable.
    public let format: String?
    /// The latest revision.
    public let revision: Int
    /// How far it has come.
    public let status: WorkflowStatus
    /// When it is no longer kept.
    public let expiresAt: Timestamp

    /// Makes an export of what is known of it.
    public init(
        owner: String,
        workflowID: WorkflowID,
        startedAt: Timestamp,
        documentID: String?,
        documentType: String?,
        model: String?,
        template: String?,
        format: String?,
        revision: Int,
        status: WorkflowStatus,
        expiresAt: Timestamp
    ) {
        self.owner = owner
        self.workflowID = workflowID
        self.startedAt = startedAt
        self.documentID = documentID
        self.documentType = documentType
        self.model = model
        self.template = template
        self.format = format
        self.revision = revision
        self.status = status
        self.expiresAt = expiresAt
    }
}

/// Which exports of a history are asked for.
public struct ExportFilter: Sendable {
    /// The document.
    public var documentID: String?
    /// The status.
    public var status: WorkflowStatus?
    /// The first time that counts.
    public var from: Timestamp?
    /// The first time that no longer counts.
    public var to: Timestamp?

    /// Creates a filter that lets everything through.
    public init() {}
}

/// Reads what is recorded: histories and single workflows.
public struct RecordReader: Sendable {
    let pool: ConnectionPool

    /// Creates a reader.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// A page of exports, newest first; the audit trail has an entry of it before it is handed over.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func exports(
        as access: ReadAccess,
        by actor: AuditActor,
        filter: ExportFilter = ExportFilter(),
        page: PageRequest = PageRequest()
    ) async throws -> Page<ExportSummary> {
        let query = ReadingQuery(
            .exportHistory,
            [
                "owner": access.owner?.name ?? "",
                "from": filter.from.map { "\($0)" } ?? "",
                "to": filter.to.map { "\($0)" } ?? "",
                "last_at": page.after.map { "\($0.time)" } ?? "",
                "last_id": page.after?.id ?? "",
                "document_id": filter.documentID ?? "",
                "status": filter.status?.rawValue ?? "",
                "limit": "\(page.limit + 1)",
                "offset": "\(page.offset)",
            ]
        )
        let newest = NewestRecords(
            places: .newestWorkflows,
            access: access,
            from: filter.from,
            to: filter.to,
            page: page
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let days = try KeptDays(connection.run(.retentionDays), "export_days")
            let rows = try newest.rows(on: connection) { try $0.run(query, within: $1) }
                .compactMap { try ExportSummary($0, days) }
            let found = Page(rows, limit: page.limit) { last in
                PagePlace(time: last.startedAt, id: "\(last.workflowID)")
            }
            let owners = found.rows.map(\.owner)
            return (query.act(.readHistory, access, owners, records: found.rows.count), found)
        }
    }
}

extension ExportSummary {
    fileprivate init?(_ row: Row, _ days: KeptDays) throws {
        guard let owner = try row["owner"].string,
            let id = try row["workflow_id"].string.flatMap({ WorkflowID($0) }),
            let started = try row["workflow_started_at"].timestamp,
            let status = try row["status"].string.flatMap({ WorkflowStatus(rawValue: $0) }),
            let kept = try row["kept_from"].timestamp
        else { return nil }
        self.owner = owner
        workflowID = id
        startedAt = started
        documentID = try row["document_id"].string
        documentType = try row["document_type"].string
        model = try row["model"].string
        template = try row["template"].string
        format = try row["format"].string
        revision = try row["revision"].int ?? 1
        self.status = status
        expiresAt = days.end(of: owner, from: kept)
    }
}

extension Page {
    /// Takes rows of which one more than a page was asked for.
    init(_ rows: [Row], limit: Int, place: (Row) -> PagePlace) {
        let shown = Array(rows.prefix(limit))
        self.rows = shown
        next = rows.count > limit ? shown.last.map(place) : nil
    }
}
