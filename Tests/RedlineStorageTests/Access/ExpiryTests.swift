import RedlineStorage
import TestSupport
import Testing

@Suite("A record past its time")
struct ExpiryTests {
    private static let readers = ["owner", "analyst", "miner", "compliance", "admin"]

    /// How many rows each role sees of each relation, for one owner.
    private static func seen(
        _ database: MigratedDatabase
    ) async throws -> [String: [String: String]] {
        var seen: [String: [String: String]] = [:]
        for role in readers.map({ "redline_\($0)" }) {
            for (relation, columns) in try await TwoOwners.readable(database, by: role)
            where TwoOwners.haveOwner(columns) && !timeless.contains(relation) {
                seen[relation, default: [:]][role] = try await database.column(
                    "select count(*) from (select \(columns) from \(relation)) rows",
                    role: role,
                    owner: TwoOwners.names[0]
                )[0]
            }
        }
        return seen
    }

    /// What is about owners and has no end.
    private static let timeless: Set = [
        "redline.owner_hold", "redline.erasure", "redline.dataset_record",
        "redline.owner_retention",
    ]

    private static let exports: Set = [
        "redline.workflow", "redline.export_stage", "redline.correction", "redline.revision",
        "redline.review", "redline.review_field", "redline.review_correction",
        "redline.correction_value", "redline.workflow_progress", "redline.pending_measure",
        "redline.kept_leaf", "redline.kept_modification", "redline.document",
        "redline.deliverable_file", "redline.kept_editor", "redline.kept_editor_span",
        "redline.kept_pair_example", "redline.kept_pair_review", "redline.kept_owner_exports",
    ]

    @Test(
        "is invisible to every role in every table and view at once, exports and interactions apart"
    )
    func invisible() async throws {
        try await TwoOwners.with { database in
            let before = try await Self.seen(database)
            let interactions = Set(before.keys).subtracting(Self.exports)
            #expect(before.values.allSatisfy { !$0.values.contains("0") })
            #expect(interactions.isSuperset(of: ["redline.interaction", "redline.kept_tool_call"]))
            try await database.run(
                """
                update redline.setting set value = '2' where name = 'export_retention_days';
                update redline.workflow set kept_from = now() - interval '2 days';
                update redline.export_stage set kept_from = now() - interval '2 days';
                update redline.correction set kept_from = now() - interval '2 days';
                update redline.pending_measure set kept_from = now() - interval '2 days';
                update redline.document set kept_from = now() - interval '2 days';
                update redline.deliverable_file set kept_from = now() - interval '2 days';
                update redline.rollup_editor set kept_from = now() - interval '2 days';
                update redline.rollup_editor_span set kept_from = now() - interval '2 days';
                update redline.rollup_owner_day set kept_from = now() - interval '2 days'
                where kind = 'export';
                update redline.rollup_pair set example_kept_from = now() - interval '2 days';
                update redline.rollup_pair_review set kept_from = array[now() - interval '2 days'];
                """
            )
            let halfway = try await Self.seen(database)
            for relation in Self.exports {
                #expect(Set((halfway[relation] ?? [:]).values) == ["0"], "\(relation)")
            }
            for relation in interactions {
                #expect(halfway[relation] == before[relation], "\(relation)")
            }
            try await database.run(
                """
                update redline.setting set value = '3' where name = 'export_retention_days';
                update redline.setting set value = '1' where name = 'interaction_retention_days';
                update redline.interaction_key set recorded_at = now() - interval '25 hours';
                update redline.interaction set recorded_at = now() - interval '25 hours';
                update redline.rollup_wording
                set example_kept_from = now() - interval '25 hours';
                update redline.rollup_owner_day set kept_from = now() - interval '25 hours'
                where kind = 'interaction';
                update redline.thread set recorded_at = now() - interval '25 hours';
                update redline.tool_call set recorded_at = now() - interval '25 hours';
                update redline.trace_part set recorded_at = now() - interval '25 hours';
                """
            )
            // Who keeps for longer sees again what still lies there.
            let after = try await Self.seen(database)
            for relation in Self.exports {
                #expect(after[relation] == before[relation], "\(relation)")
            }
            for relation in interactions {
                #expect(Set((after[relation] ?? [:]).values) == ["0"], "\(relation)")
            }
        }
    }

    @Test("is invisible by the time of its owner's own, and no other owner's, to every role")
    func ownTimes() async throws {
        try await TwoOwners.with { database in
            let before = try await Self.owners(database)
            #expect(before.count > 20 && before.values.allSatisfy { $0.values.contains("ada bob") })
            // Ada's are past a shorter time of her own, Bob's past everybody's and within his.
            let sets = [
                """
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                select 'ada@example.com', kind, 2, 'test'
                from unnest(array['export', 'interaction']) kind
                """,
                """
                delete from redline.owner_retention;
                update redline.setting set value = '2' where name like '%retention_days';
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                select 'bob@example.com', kind, 5, 'test'
                from unnest(array['export', 'interaction']) kind
                """,
            ]
            for table in [
                "workflow", "export_stage", "correction", "pending_measure", "document",
                "deliverable_file", "rollup_editor", "rollup_editor_span", "rollup_owner_day",
            ] {
                try await database.run(
                    "update redline.\(table) set kept_from = now() - interval '3 days'"
                )
            }
            try await database.run(
                """
                update redline.rollup_pair set example_kept_from = now() - interval '3 days';
                update redline.rollup_pair_review set kept_from = array[now() - interval '3 days'];
                update redline.rollup_wording set example_kept_from = now() - interval '3 days';
                """
            )
            for table in ["interaction_key", "interaction", "thread", "tool_call", "trace_part"] {
                try await database.run(
                    "update redline.\(table) set recorded_at = now() - interval '3 days'"
                )
            }
            #expect(try await Self.owners(database) == before)
            for set in sets {
                try await database.run(set)
                for (relation, seen) in try await Self.owners(database) {
                    for (role, owners) in seen {
                        #expect(owners == "bob", "\(relation) by \(role) after \(set)")
                    }
                }
            }
        }
    }

    /// Whose rows each role sees of each relation, by raw SQL; an owner sees them as themselves.
    private static func owners(
        _ database: MigratedDatabase
    ) async throws -> [String: [String: String]] {
        var seen: [String: [String: String]] = [:]
        for role in readers.map({ "redline_\($0)" }) {
            for (relation, columns) in try await TwoOwners.readable(database, by: role)
            where TwoOwners.haveOwner(columns) && !timeless.contains(relation) {
                let sql = "select distinct split_part(owner, '@', 1) from \(relation) order by 1"
                var owners: [String] = []
                for owner in role == "redline_owner" ? TwoOwners.names : [""] {
                    owners += try await database.column(sql, role: role, owner: owner)
                }
                seen[relation, default: [:]][role] = owners.joined(separator: " ")
            }
        }
        return seen
    }

    @Test("is told by the owner's own time in whatever asks for everybody's")
    func definitions() async throws {
        try await MigratedDatabase.with { database in
            let forgetful = try await database.column(
                """
                select name
                from (
                  select oid::regclass::text as name, pg_get_viewdef(oid) as definition
                  from pg_class
                  where relnamespace = 'redline'::regnamespace and relkind = 'v'
                  union all
                  select oid::regprocedure::text, pg_get_functiondef(oid)
                  from pg_proc
                  where pronamespace = 'redline'::regnamespace and prokind = 'f'
                    and proname <> 'kept_since'
                  union all
                  select polname || ' on ' || polrelid::regclass, pg_get_expr(polqual, polrelid)
                  from pg_policy
                ) named
                where definition ~ 'kept_since[(]' and definition !~ 'agreed_(since|days)[(]'
                  and name <> 'redline.weeks_to_look_at()'
                """
            )
            #expect(forgetful == [])
        }
    }

    @Test("is answered with the end that the settings give it")
    func receipts() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                """
                update redline.setting set value = '7' where name = 'export_retention_days';
                update redline.setting set value = '400' where name = 'interaction_retention_days';
                """
            )
            let writer = RecordWriter(database.options)
            let receipts = try await writer.write([
                try prepare(SampleStages.feedback()), try prepare(SampleInteractions.plain()),
            ]).compactMap(\.receipt)
            #expect(
                receipts.compactMap(\.expiresAt).map { "\($0)" }
                    == ["2026-03-12T12:00:00Z", "2027-04-09T12:00:00Z"]
            )
        }
    }

    @Test("takes no further stages, and its id says no more than one that nobody has")
    func laterStages() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try prepare(SampleStages.initialSummary())])
            let inTime = try prepare(
                SampleStages.modifications(timestamp: nil),
                at: "2026-04-04T11:59:59Z",
                requiresWorkflow: true
            )
            let late = try prepare(
                SampleStages.feedback(timestamp: nil),
                at: "2026-04-04T12:00:00Z",
                requiresWorkflow: true
            )
            let words = try await writer.outcomes([inTime, late])
            #expect(words[0].hasPrefix("recorded 2 of revision 1"))
            #expect(words[1] == "unknown workflow \(SampleStages.workflow)")
        }
    }
}
