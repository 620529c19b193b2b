import Redline
import RedlinePostgres

extension ConnectionPool {
    /// Reads what may be content, and adds an entry to the audit trail in the same transaction.
    ///
    /// Nothing is handed over before the entry is committed. It travels with the commit, in one round
    /// trip.
    ///
    /// What `body` reads comes with what the trail is to tell of it; nil where none of it is content.
    nonisolated func readContent<Value: Sendable>(
        as access: ReadAccess,
        by actor: AuditActor,
        _ body: @Sendable (isolated Connection) throws -> (AuditedAct?, Value)
    ) async throws -> Value {
        try await withTransaction(
            role: access.databaseRole,
            settings: access.settings,
            closing: { connection in
                let (act, value) = try body(connection)
                return (act.map { [.audit($0, by: actor)] } ?? [], value)
            }
        )
    }
}

extension Statement {
    fileprivate static func audit(_ act: AuditedAct, by actor: AuditActor) -> Statement {
        .reading(
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
