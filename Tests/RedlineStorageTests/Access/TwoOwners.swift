import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport

/// A database with every kind of record of two owners, all of them of today.
enum TwoOwners {
    static let names = ["ada@example.com", "bob@example.com"]

    static func with(
        _ test: @Sendable (MigratedDatabase) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let now = Timestamp.now
            let writer = RecordWriter(database.options)
            for name in names {
                let records = [
                    SampleStages.initialSummary(owner: name, timestamp: nil),
                    SampleStages.modifications(owner: name, timestamp: nil),
                    SampleStages.deliverable(owner: name, timestamp: nil),
                    SampleStages.feedback(owner: name, timestamp: nil),
                    SampleInteractions.full
                        .replacing("2026-03-04T10:30:00.25+01:00", with: "\(now)")
                        .replacing("\"ada@example.com\"", with: "\"\(name)\""),
                ]
                _ = try await writer.write(records.map { try prepare($0, at: "\(now)") })
            }
            let pool = ConnectionPool(database.options, limits: .init(connections: 1))
            for name in names {
                _ = try await DocumentStore(pool).store(SampleDocuments.invoice(owner: name))
            }
            await pool.shutdown()
            // As if something of each had to be measured once more, and days were put together.
            try await database.run(
                """
                insert into redline.pending_measure (owner, workflow_id, revision, stage, kept_from)
                select owner, workflow_id, 1, 3, kept_from from redline.workflow;
                insert into redline.deliverable_file
                select owner, started_at, workflow_id, 1, 'sha256:' || encode(sha256('x'), 'hex'),
                  now(), kept_from, 'f.csv', 'text/csv', 'x'
                from redline.workflow;
                insert into redline.trace_part (owner, trace_id, part_id, settles_at, part)
                select owner, repeat('a', 32), 'p', now(), '{}' from redline.workflow;
                insert into redline.rollup_editor
                select started_at::date, owner, 1, 0, 2, 0, 0, 0, '{}', kept_from
                from redline.workflow;
                insert into redline.rollup_span (first_day, end_day)
                values ('2026-03-02', '2026-03-09');
                insert into redline.rollup_editor_span
                select span, owner, 1, 0, 2, 0, 0, 0, '{}', '{}', kept_from
                from redline.workflow, redline.rollup_span;
                insert into redline.rollup_owner_day (owner, kind, day, is_settled, kept_from)
                select owner, 'export', started_at::date, true, kept_from from redline.workflow
                union all
                select owner, 'interaction', occurred_at::date, true, recorded_at
                from redline.interaction;
                insert into redline.rollup_pair
                select started_at::date, '/' || owner, 1, 2, null, 1, 1, 1, 1, 1, started_at,
                  workflow_id, owner, 1, kept_from, '{1}', 1
                from redline.workflow;
                insert into redline.rollup_pair_review (
                  day, owner, workflow_started_at, workflow_id, kept_from
                )
                select started_at::date, array[owner], array[started_at], array[workflow_id],
                  array[kept_from]
                from redline.workflow;
                insert into redline.rollup_wording
                select
                  occurred_at::date, 1, row_number() over (), 1, 1, false, owner, occurred_at,
                  interaction_id, recorded_at
                from redline.interaction;
                insert into redline.rollup_request_message (
                  day, owner, occurred_at, interaction_id
                )
                select occurred_at::date, array[owner], array[occurred_at], array[interaction_id]
                from redline.interaction
                """
            )
            try await test(database)
        }
    }

    /// Gives both a time of their own for exports, as long as the records are there.
    static func agreeRetention(_ database: MigratedDatabase) async throws {
        try await database.run(
            """
            insert into redline.owner_retention (owner, kind, days, agreed_by)
            select owner, 'export', 90, 'test' from redline.workflow
            """
        )
    }

    /// Whether the owner of a row is among the columns.
    static func haveOwner(_ columns: String) -> Bool {
        columns.split(separator: ", ").contains("owner")
    }

    /// The tables and views that a role may read at least some columns of, with those columns.
    static func readable(
        _ database: MigratedDatabase,
        by role: String
    ) async throws -> [String: String] {
        let rows = try await database.rows(
            """
            select c.oid::regclass, string_agg(quote_ident(attname), ', ' order by attnum)
            from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0
            where relnamespace = 'redline'::regnamespace and relkind in ('r', 'p', 'v', 'm')
              and has_column_privilege('\(role)', c.oid, attnum, 'select')
            group by c.oid
            """
        )
        var columns: [String: String] = [:]
        for row in rows {
            if let relation = row[0], let names = row[1] { columns[relation] = names }
        }
        return columns
    }
}
