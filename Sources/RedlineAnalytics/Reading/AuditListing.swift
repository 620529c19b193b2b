import Redline
import RedlinePostgres

/// An entry of the audit trail.
public struct AuditEntry: Sendable {
    /// Its id.
    public let id: Int
    /// When it was made.
    public let at: Timestamp
    /// Who acted: `key:ID`, `user:NAME`, `header`, `service` or `database:ROLE`.
    public let actor: String
    /// The role of the key, or `command`.
    public let role: String
    /// What was done.
    public let action: String
    /// Salted digests of the owners, with spaces between them; nil where it was about nobody's
    /// records, or everybody's.
    public let whose: String?
    /// The address that the request came from.
    public let source: String?
    /// How many records.
    public let records: Int?
    /// A salted digest of what was asked.
    public let query: String?
    /// What else is known (a JSON object).
    public let detail: String?
}

/// Which entries of the audit trail are asked for.
public struct AuditFilter: Sendable {
    /// Whose records they were about.
    public var owner: Owner?
    /// What was done.
    public var action: AuditAction?
    /// Who did it, as the trail names them.
    public var actor: String?
    /// The first time that counts.
    public var from: Timestamp?
    /// The first time that no longer counts.
    public var to: Timestamp?

    /// Creates a filter that lets everything through.
    public init() {}
}

extension RecordReader {
    /// A page of the audit trail, newest first; the trail has an entry of that, too.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func auditEntries(
        as access: ReadAccess,
        by actor: AuditActor,
        filter: AuditFilter = AuditFilter(),
        page: PageRequest = PageRequest()
    ) async throws -> Page<AuditEntry> {
        let query = ReadingQuery(
            .auditEntries,
            [
                "owner": filter.owner?.name ?? "",
                "action": filter.action?.rawValue ?? "",
                "actor": filter.actor ?? "",
                "from": filter.from.map { "\($0)" } ?? "",
                "to": filter.to.map { "\($0)" } ?? "",
                "last_at": page.after.map { "\($0.time)" } ?? "",
                "last_id": page.after?.id ?? "",
                "limit": "\(page.limit + 1)",
                "offset": "\(page.offset)",
            ]
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let rows = try connection.run(query).compactMap(AuditEntry.init)
            let found = Page(rows, limit: page.limit) { PagePlace(time: $0.at, id: "\($0.id)") }
            var act = query.act(.readAudit, access, [], records: found.rows.count)
            act.owners = filter.owner.map { [$0.name] }
            return (act, found)
        }
    }
}

extension Connection {
    fileprivate func run(_ query: ReadingQuery) throws(PostgresError) -> Rows {
        try executePrepared(query.statement.sql, query.statement.parameters)
    }
}

extension ReadingStatement {
    fileprivate static let auditEntries = Self("audit_entries")
}

extension AuditEntry {
    fileprivate init?(_ row: Row) throws {
        guard let id = try row["entry_id"].int, let at = try row["at"].timestamp,
            let actor = try row["actor"].string, let role = try row["role"].string,
            let action = try row["action"].string
        else { return nil }
        self.id = id
        self.at = at
        self.actor = actor
        self.role = role
        self.action = action
        whose = try row["whose"].string
        source = try row["source"].string
        records = try row["records"].int
        query = try row["query"].string
        detail = try row["detail"].string
    }
}
