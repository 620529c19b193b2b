import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("What PostgreSQL lets an owner see")
struct OwnerAccessTests {
    private static let relations: Set = [
        "redline.workflow", "redline.export_stage", "redline.correction", "redline.interaction_key",
        "redline.interaction", "redline.tool_call", "redline.document",
        "redline.deliverable_file", "redline.revision",
        "redline.review",
        "redline.review_field", "redline.review_correction", "redline.correction_value",
        "redline.workflow_progress", "redline.kept_interaction", "redline.kept_tool_call",
        "redline.owner_retention",
    ]

    @Test("is that owner's rows of every table and view, and nothing where none is named")
    func rows() async throws {
        try await TwoOwners.with { database in
            try await TwoOwners.agreeRetention(database)
            let readable = try await TwoOwners.readable(database, by: "redline_owner")
            #expect(Self.relations.subtracting(readable.keys) == [])
            // What is of nobody in particular: whether the roll-ups are built, and since when what
            // is not in them waits.
            let isOwnerless = readable.filter { !TwoOwners.haveOwner($0.value) }
            #expect(
                isOwnerless
                    == [
                        "redline.rollup_state":
                            "is_built, exports_whole_from, interactions_whole_from, is_only",
                        "redline.rollup_pending": "queued_at",
                    ]
            )
            for relation in Set(readable.keys).subtracting(isOwnerless.keys).sorted() {
                let all = "select owner, count(*) from \(relation) group by owner order by owner"
                let everything = try await database.rows(all)
                #expect(everything.map { $0[0] } == TwoOwners.names, "\(relation)")
                for (number, name) in TwoOwners.names.enumerated() {
                    let own = try await database.rows(all, role: "redline_owner", owner: name)
                    #expect(own == [everything[number]], "\(relation)")
                }
                for stranger in [nil, "", "eve@example.com", "ada@example.co", "%"] {
                    let none = try await database.rows(all, role: "redline_owner", owner: stranger)
                    #expect(none == [], "\(relation)")
                }
            }
        }
    }

    @Test("can be read, and not written")
    func writes() async throws {
        try await TwoOwners.with { database in
            for table in [
                "workflow", "export_stage", "correction", "interaction", "tool_call", "document",
                "deliverable_file",
            ] {
                for statement in [
                    "insert into redline.\(table) select * from redline.\(table)",
                    "update redline.\(table) set owner = owner",
                    "delete from redline.\(table)", "truncate redline.\(table)",
                ] {
                    let error = await #expect(throws: PostgresError.self) {
                        try await database.rows(
                            statement,
                            role: "redline_owner",
                            owner: TwoOwners.names[0]
                        )
                    }
                    #expect(
                        error.map { "\($0)" } == "42501 permission denied for table \(table)",
                        "\(statement)"
                    )
                }
            }
        }
    }

    @Test("is nothing of a partition, past which row-level security would be gone round")
    func partitions() async throws {
        try await TwoOwners.with { database in
            let partitions = try await database.column(
                """
                select inhrelid::regclass from pg_inherits join pg_class on oid = inhparent
                where relnamespace = 'redline'::regnamespace and relkind = 'p'
                """
            )
            #expect(partitions.count > 100)
            for role in ["recorder", "owner", "analyst", "miner", "compliance", "admin"] {
                let granted = try await database.column(
                    """
                    select c.oid::regclass from pg_class c
                    where c.oid::regclass::text = any ('{\(partitions.joined(separator: ","))}')
                      and (has_table_privilege('redline_\(role)', c.oid,
                          'select, insert, update, delete, truncate')
                        or has_any_column_privilege('redline_\(role)', c.oid,
                          'select, insert, update'))
                    """
                )
                #expect(granted == [], "\(role)")
            }
            let error = await #expect(throws: PostgresError.self) {
                try await database.rows(
                    "select * from \(partitions[0])",
                    role: "redline_owner",
                    owner: TwoOwners.names[0]
                )
            }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test("is nothing of keys, settings and the schema's own tables")
    func others() async throws {
        try await TwoOwners.with { database in
            for role in ["owner", "analyst", "miner", "compliance", "recorder"] {
                let readable = try await TwoOwners.readable(database, by: "redline_\(role)")
                let own = [
                    "api_key", "person", "sign_in", "returned_state", "setting", "partition_week",
                    "migration", "folder_file", "files_folder",
                ]
                .filter { readable["redline.\($0)"] != nil }
                #expect(own == [], "\(role)")
            }
        }
    }
}
