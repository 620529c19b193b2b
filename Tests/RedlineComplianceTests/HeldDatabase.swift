import Foundation
import Redline
import RedlinePostgres
import TestSupport

@testable import RedlineCompliance

/// A database that holds something of an owner in each table, and of another one beside it.
struct HeldDatabase {
    static let owner = "ana@example.com"
    /// What spreadsheets and line readers stumble over.
    static let nasty = "=HYPERLINK(\"http://x\")\r\n\"quoted\", 'ä' 🙂"

    let database: MigratedDatabase
    let pool: ConnectionPool
    /// What lies in the folder of files.
    var files: @Sendable (FolderFile) throws -> [UInt8]? = { _ in nil }

    static func with(_ test: @Sendable (HeldDatabase) async throws -> Void) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let held = HeldDatabase(database: database, pool: pool)
            for owner in [Self.owner, "ben@example.com"] { try await held.fill(owner) }
            try await test(held)
            await pool.shutdown()
        }
    }

    /// Exports the owner to a file; the members by their names.
    func export(
        _ owner: String = Self.owner,
        to path: String,
        progress: @Sendable (String, Int) -> Void = { _, _ in }
    ) async throws -> [String: [UInt8]] {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(descriptor) }
        _ = try await OwnerExport(pool, files: files).write(
            Owner(owner) ?? Self.anybody,
            to: descriptor,
            for: .user("test"),
            progress: progress
        )
        return try Self.members(of: path)
    }

    static func members(of path: String) throws -> [String: [UInt8]] {
        let names = OwnerTable.all.flatMap { ["\($0.name).ndjson", "\($0.name).csv"] }
        let reader = try ZipReader(path: path)
        var members: [String: [UInt8]] = [:]
        let kept = Set(names + ["index.html", "index.txt", "manifest.json"])
        while let (member, content) = try reader.next(keeping: kept) {
            members[member.name] = content
        }
        return members
    }

    /// Adds an interaction with one call of a tool, in one transaction.
    func addInteraction(_ id: String) async throws {
        try await database.run(
            """
            begin;
            insert into redline.interaction (
              owner, occurred_at, interaction_id, recorded_at, user_message, assistant_response,
              call_count, failed_call_count, repeats_previous
            ) values ('\(Self.owner)', now(), '\(id)', now(), 'q', 'a', 1, 0, false);
            insert into redline.tool_call (
              owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed
            ) values ('\(Self.owner)', now(), '\(id)', 1, now(), 't', 'ok', false);
            commit;
            """
        )
    }

    private static var anybody: Owner {
        guard let owner = Owner("anybody") else { preconditionFailure("a valid owner") }
        return owner
    }

    private func fill(_ owner: String) async throws {
        let id = owner.hasPrefix("ana") ? "1" : "2"
        let workflow = "0194000\(id)-0000-7000-8000-000000000000"
        try await database.withConnection { connection in
            for statement in Self.statements {
                let sql = statement.replacing("$workflow", with: "'\(workflow)'")
                let parameters: [Parameter] =
                    sql.contains("$2") ? [.text(owner), .text(Self.nasty)] : [.text(owner)]
                try await connection.execute(sql, parameters)
            }
        }
    }

    private static let statements = [
        """
        insert into redline.workflow (owner, workflow_id, started_at, kept_from)
        values ($1, $workflow, date_trunc('day', now()), now())
        """,
        """
        insert into redline.export_stage (
          owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at,
          kept_from, digest, record, document_id, extracted, field, field_extracted,
          field_modified, field_deleted, field_added, tokens_used
        ) values (
          $1, date_trunc('day', now()), $workflow, 1, 1, now(), now(), now(),
          decode(repeat('00', 16), 'hex'), E'{\\n  "a": 1.0,\\n  "a": 2\\n}', $2, 1,
          array['a', $2], array[1, 0], array[0, 0], array[0, 0], array[0, 0], -5
        )
        """,
        """
        insert into redline.correction (
          owner, workflow_started_at, workflow_id, revision, ordinal, kept_from, field,
          original_path, modified_path, change_type, pattern, original, modified
        ) values (
          $1, date_trunc('day', now()), $workflow, 1, 1, now(), 'a', '/a', '/a', 'modification',
          'other', '-1', to_json($2::text)
        )
        """,
        """
        insert into redline.document (
          owner, document_id, version, created_at, kept_from, digest, record, document_type,
          extraction_method, extracted
        ) values (
          $1, $2, 1, now(), now(), decode(repeat('00', 16), 'hex'), E'{\\n  "a": 1.0\\n}',
          '=type', 'OCR', 1
        )
        """,
        """
        insert into redline.deliverable_file (
          owner, workflow_started_at, workflow_id, revision, content_hash, created_at, kept_from,
          filename, mime_type, content
        ) values (
          $1, date_trunc('day', now()), $workflow, 1,
          'sha256:' || encode(sha256(convert_to($2, 'UTF8')), 'hex'), now(), now(), $2,
          'text/csv', convert_to($2, 'UTF8')
        )
        """,
        """
        insert into redline.interaction (
          owner, occurred_at, interaction_id, recorded_at, thread_id, user_message,
          assistant_response, tool_calls, call_count, failed_call_count, repeats_previous
        ) values ($1, now(), 'i', now(), 't', $2, '', E'[{\\r\\n}]', 1, 0, false)
        """,
        """
        insert into redline.tool_call (
          owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed
        ) values ($1, now(), 'i', 1, now(), '@sum', 'ok', false)
        """,
        """
        insert into redline.thread (owner, thread_id, last_at, last_id)
        values ($1, 't', now(), 'i')
        """,
        """
        insert into redline.pending_measure (owner, workflow_id, revision, stage, kept_from)
        values ($1, $workflow, 1, 2, now())
        """,
        """
        insert into redline.trace_part (owner, trace_id, part_id, settles_at, part)
        values ($1, repeat('a', 32), 'p', now(), json_build_object('input', $2::text))
        """,
        """
        insert into redline.api_key (key_hash, name, role, owner)
        values (sha256(convert_to($1, 'UTF8')), 'laptop', 'owner', $1)
        """,
        """
        insert into redline.person (issuer, subject, role, owner)
        values ('https://login.example.com', $1, 'owner', $1)
        """,
        """
        insert into redline.idempotency_key (owner, idempotency_key, digest, record_id, accepted_at)
        values ($1, 'once', decode(repeat('00', 16), 'hex'), 'i', now())
        """,
        """
        insert into redline.owner_retention (owner, kind, days, agreed_by, reason)
        values ($1, 'export', 40, 'test', $2)
        """,
        "select redline.audit('read_history', array[$1], 1)",
    ]
}
