import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport

/// A database with an audit trail of several seals, and what it was before somebody damaged it.
struct AuditedDatabase {
    let database: MigratedDatabase
    let trail: AuditTrail

    /// Runs `test` with a trail of so many seals, of four entries each.
    static func with(
        seals: Int = 0,
        _ test: @Sendable (AuditedDatabase) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 4))
            let audited = AuditedDatabase(database: database, trail: AuditTrail(pool))
            for _ in 0..<seals {
                try await audited.record(4)
                try await audited.trail.seal()
            }
            try await test(audited)
            await pool.shutdown()
        }
    }

    /// Adds so many entries.
    func record(_ count: Int) async throws {
        for number in 0..<count {
            let act = AuditedAct(
                number.isMultiple(of: 2) ? .readInteractions : .setRetention,
                owners: number.isMultiple(of: 2) ? ["ana", "ben"] : nil,
                records: number,
                query: "q",
                detail: ["format": "json"]
            )
            try await trail.record(act, by: .key("k\(number)", role: .admin, source: "::1"))
        }
    }

    /// Adds an entry of so many weeks ago, as it would have been made then.
    func recordPast(weeks: Int) async throws {
        try await database.run(
            """
            select redline.make_audit_week(redline.week_of(now() - interval '\(weeks) weeks'));
            with entry as (
              insert into redline.audit_entry (at, entry_id, actor, role, action)
              values (
                now() - interval '\(weeks) weeks', nextval('redline.audit_entry_id'), 'user:past',
                'command', 'read_history'
              )
              returning audit_entry
            )
            insert into redline.audit_pending (entry_id, at, digest)
            select (audit_entry).entry_id, (audit_entry).at, redline.audit_digest(audit_entry)
            from entry;
            """
        )
    }

    /// Runs a script as a superuser whom no trigger stops.
    func damage(_ script: String) async throws {
        try await database.run("set session_replication_role = replica; \(script)")
    }

    /// Keeps a copy of the trail as it is.
    func keepCopy() async throws {
        let copies = Self.tables.map { "create table public.\($0) as table redline.\($0);" }
        try await database.run(copies.joined())
    }

    /// Puts the trail back to the copy.
    func restoreCopy() async throws {
        let copies = Self.tables.map { table in
            "delete from redline.\(table); insert into redline.\(table) table public.\(table);"
        }
        try await damage(copies.joined())
    }

    private static let tables = ["audit_entry", "audit_seal", "audit_seal_member", "audit_pending"]
}
