import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("The audit trail")
struct AuditTrailTests {
    @Test("knows the actions that the program knows, and no other")
    func actions() async throws {
        try await MigratedDatabase.with { database in
            for action in AuditAction.allCases {
                try await database.rows("select redline.audit('\(action.rawValue)')")
            }
            let listed = try await database.column(
                """
                select word[1]
                from pg_constraint
                cross join regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g') as word
                where conname = 'audit_action_is_known' and conrelid = 'redline.audit_entry'::regclass
                """
            )
            #expect(Set(listed) == Set(AuditAction.allCases.map(\.rawValue)))
            let error = await #expect(throws: PostgresError.self) {
                try await database.rows("select redline.audit('read_minds')")
            }
            #expect(error?.sqlState == "23514")
        }
    }

    @Test("says who did what, and names neither owner nor what was asked")
    func entry() async throws {
        try await withTrail { trail, database in
            let act = AuditedAct(
                .searchInteractions,
                owners: ["ana@example.com", "ben", "ana@example.com"],
                records: 3,
                query: "search=zebrafish",
                detail: ["format": "json"]
            )
            try await trail.record(act, by: .key("k1", role: .compliance, source: "10.0.0.7"))
            try await trail.record(AuditedAct(.setRetention), by: .user("root"))
            let rows = try await database.rows(
                """
                select actor, role, action, cardinality(whose), source, records, detail::text
                from redline.audit_entry order by entry_id
                """
            )
            #expect(
                rows == [
                    [
                        "key:k1", "compliance", "search_interactions", "2", "10.0.0.7", "3",
                        #"{"format": "json"}"#,
                    ],
                    ["user:root", "command", "set_retention", nil, nil, nil, nil],
                ]
            )
            let found = try await database.column(
                """
                select entry_id from redline.audit_entry
                where redline.owner_digest('ben') = any (whose)
                """
            )
            #expect(found.count == 1)
            let text = try await database.column("select e::text from redline.audit_entry e")
                .joined()
            for word in ["ana", "ben", "zebrafish"] { #expect(!text.contains(word)) }
        }
    }

    @Test("has salts of its own in each database: equal owners have other digests there")
    func salt() async throws {
        try await MigratedDatabase.with { database in
            let digest = try await database.column("select redline.owner_digest('ana')")
            #expect(try Regex("[0-9a-f]{32}").wholeMatch(in: digest[0]) != nil)
            #expect(try await database.column("select redline.owner_digest('Ana')") != digest)
            let salts = try await database.column("select salt from redline.audit_salt")
            try await database.run(
                "delete from redline.audit_salt; insert into redline.audit_salt default values"
            )
            #expect(try await database.column("select salt from redline.audit_salt") != salts)
            #expect(try await database.column("select redline.owner_digest('ana')") != digest)
            for role in KeyRole.allCases {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.rows(
                        "select salt from redline.audit_salt",
                        role: "redline_\(role)"
                    )
                }
                #expect(error?.sqlState == "42501", "\(role)")
            }
        }
    }

    @Test("is in the transaction of the act: what is undone was not done")
    func transaction() async throws {
        struct Undo: Error {}
        try await MigratedDatabase.with { database in
            let act = AuditedAct(.eraseOwner, owners: ["ana"])
            try await database.withConnection { connection in
                await #expect(throws: Undo.self) {
                    try await connection.transaction { connection in
                        try connection.record(act, by: .user("root"))
                        throw Undo()
                    }
                }
                try await connection.transaction { try $0.record(act, by: .user("root")) }
            }
            #expect(try await database.column("select count(*) from redline.audit_entry") == ["1"])
        }
    }

    @Test("takes who acts from the transaction's settings, where SQL adds an entry")
    func settings() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                """
                begin;
                set local redline.actor = 'key:k2'; set local redline.actor_role = 'admin';
                set local redline.source = '::1';
                select redline.audit('erase_owner', array['ana'], 7);
                commit;
                select redline.audit('run_retention');
                """
            )
            let rows = try await database.rows(
                "select actor, role, source, records from redline.audit_entry order by entry_id"
            )
            #expect(
                rows == [
                    ["key:k2", "admin", "::1", "7"], ["database:postgres", "database", nil, nil],
                ]
            )
        }
    }

    @Test("is added to by every role, through its function alone")
    func roles() async throws {
        try await withTrail { trail, database in
            try await trail.record(AuditedAct(.readAudit), by: .user("root"))
            try await trail.seal()
            for role in KeyRole.allCases {
                let name = "redline_\(role)"
                try await database.rows("select redline.audit('read_history')", role: name)
                for statement in Self.changes {
                    let error = await #expect(throws: PostgresError.self, "\(role): \(statement)") {
                        try await database.rows(statement, role: name)
                    }
                    #expect(error?.sqlState == "42501", "\(role): \(statement)")
                }
                for table in Self.tables {
                    let sql = "select count(*) from redline.\(table)"
                    if [.compliance, .admin].contains(role) {
                        #expect(try await !database.column(sql, role: name).isEmpty)
                    } else {
                        let error = await #expect(throws: PostgresError.self) {
                            try await database.rows(sql, role: name)
                        }
                        #expect(error?.sqlState == "42501", "\(role): \(table)")
                    }
                }
            }
        }
    }

    @Test("is not changed by its tables' own owner either, whole or by a partition")
    func triggers() async throws {
        try await withTrail { trail, database in
            try await trail.record(AuditedAct(.readAudit), by: .user("root"))
            try await trail.seal()
            let parts = try await database.column(
                """
                select inhrelid::regclass from pg_inherits
                where inhparent = 'redline.audit_entry'::regclass
                """
            )
            #expect(parts.count == 3)
            let ofParts = parts.flatMap { part in
                ["update \(part) set role = ''", "delete from \(part)", "truncate \(part)"]
            }
            for statement in Self.changes.filter({ !$0.hasPrefix("insert") }) + ofParts {
                let error = await #expect(throws: PostgresError.self, "\(statement)") {
                    try await database.rows(statement)
                }
                #expect(error?.message == "the audit trail is only ever added to")
            }
        }
    }

    private static let tables = ["audit_entry", "audit_seal", "audit_seal_member", "audit_pending"]

    private static let changes = [
        "update redline.audit_entry set actor = ''",
        "update redline.audit_seal set digest = ''",
        "update redline.audit_seal_member set digests = '{}'",
        "update redline.audit_pending set digest = ''",
        "delete from redline.audit_entry", "delete from redline.audit_seal",
        "delete from redline.audit_seal_member", "truncate redline.audit_entry",
        "truncate redline.audit_seal", "truncate redline.audit_seal_member",
        "truncate redline.audit_pending",
        "insert into redline.audit_entry (at, entry_id, actor, role, action) "
            + "values (now(), 0, '', '', 'migrate')",
    ]

    private func withTrail(
        _ test: @Sendable (AuditTrail, MigratedDatabase) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 1))
            try await test(AuditTrail(pool), database)
            await pool.shutdown()
        }
    }
}
