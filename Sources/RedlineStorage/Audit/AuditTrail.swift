import Redline
import RedlinePostgres

/// The audit trail: who read or exported content, and who did what to the installation.
///
/// Entries are only ever added. What has been committed is sealed a moment later: a seal holds the
/// digests of its entries and of the seal before it, so that a change of either is found.
public struct AuditTrail: Sendable {
    let pool: ConnectionPool

    /// Creates a trail in a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Adds an entry in a transaction of its own; its id.
    ///
    /// What is done in a transaction adds its entry there: `Connection.record`, or `Statement.audit`
    /// among the statements with which the transaction ends.
    ///
    /// - Throws: `PostgresError`; then nothing was added, and the act must not go on.
    @discardableResult
    public func record(_ act: AuditedAct, by actor: AuditActor) async throws -> Int {
        let rows = try await pool.run(role: Self.writer, [.audit(act, by: actor)])
        return try rows.first?.first?["entry_id"].int ?? 0
    }

    /// Seals what has been committed; how many entries.
    ///
    /// Where another process seals already, it waits for that one, or leaves it to it.
    ///
    /// - Throws: `PostgresError`.
    @discardableResult
    public func seal(isWaiting: Bool = true) async throws -> Int {
        try await pool.withTransaction(role: Self.writer) { connection in
            let rows = try connection.run(.sealAudit, ["wait": .bool(isWaiting)])
            return try rows.first?["sealed"].int ?? 0
        }
    }

    /// The role that adds entries and seals them; every role of a key may add, too.
    private static let writer = "redline_recorder"
}

extension Statement {
    /// Adds an entry to the audit trail, in the transaction of what it tells of.
    public static func audit(_ act: AuditedAct, by actor: AuditActor) -> Statement {
        .recording(
            .audit,
            [
                "action": .text(act.action.rawValue),
                "owners": act.owners.map { .array($0) } ?? .null,
                "records": .integer(act.records),
                "query": .text(act.query),
                "detail": .text(act.detailText),
                "actor": .text(actor.name),
                "role": .text(actor.role),
                "source": .text(actor.source),
            ]
        )
    }
}

extension Connection {
    /// Adds an entry to the audit trail, in the transaction that is open.
    ///
    /// - Throws: `PostgresError`.
    public func record(_ act: AuditedAct, by actor: AuditActor) throws(PostgresError) {
        let statement = Statement.audit(act, by: actor)
        try executePrepared(statement.sql, statement.parameters)
    }
}

extension RecordingStatement {
    fileprivate static let audit = Self("audit")
    fileprivate static let sealAudit = Self("seal_audit")
}
