import Redline
import RedlinePostgres

/// One of several owners who use the same workflow id.
public struct WorkflowOwner: Sendable {
    /// Whose the workflow is.
    public let owner: String
    /// When it started.
    public let startedAt: Timestamp

    /// Makes one of what is known of it.
    public init(owner: String, startedAt: Timestamp) {
        self.owner = owner
        self.startedAt = startedAt
    }
}

extension RecordReader {
    /// Whose workflows have that id, the first hundred by name; the audit trail has an entry of it
    /// before they are handed over.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func owners(
        of id: WorkflowID,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> [WorkflowOwner] {
        let query = ReadingQuery(.workflowOwners, ["workflow_id": "\(id)"])
        return try await pool.readContent(as: access, by: actor) { connection in
            let rows = try connection.pipeline([query.statement])[0]
            var found: [WorkflowOwner] = []
            for row in rows {
                guard let owner = try row["owner"].string,
                    let started = try row["started_at"].timestamp
                else { continue }
                found.append(WorkflowOwner(owner: owner, startedAt: started))
            }
            let act = query.act(.readHistory, access, found.map(\.owner), records: found.count)
            return (act, found)
        }
    }
}

extension ReadingStatement {
    fileprivate static let workflowOwners = Self("workflow_owners")
}
