import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("What PostgreSQL lets each role see")
struct RoleAccessTests {
    /// Columns that hold what people or machines wrote, or name it.
    private static let content = [
        "export_stage.record", "export_stage.digest", "export_stage.filename",
        "export_stage.content_hash", "correction.original", "correction.modified",
        "correction.modified_path", "correction.reason",
        "interaction.user_message", "interaction.assistant_response", "interaction.tool_calls",
        "interaction.metadata", "interaction.extra", "tool_call.signature",
    ]

    @Test("an analyst reads no column with content")
    func analystColumns() async throws {
        try await TwoOwners.with { database in
            for column in Self.content {
                let parts = column.split(separator: ".")
                let error = await #expect(throws: PostgresError.self) {
                    try await database.rows(
                        "select \(parts[1]) from redline.\(parts[0])",
                        role: "redline_analyst"
                    )
                }
                let refusal = "42501 permission denied for table \(parts[0])"
                #expect(error.map { "\($0)" } == refusal, "\(column)")
            }
        }
    }

    @Test(
        "nobody but the recorder reads the message that is noted with a thread",
        arguments: [
            "redline_owner", "redline_analyst", "redline_miner", "redline_compliance",
            "redline_admin",
        ]
    )
    func notedMessage(role: String) async throws {
        try await TwoOwners.with { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.rows("select last_message from redline.thread", role: role)
            }
            #expect(error?.sqlState == "42501")
            let noted = try await database.column(
                "select distinct last_message from redline.thread",
                role: "redline_recorder"
            )
            #expect(noted == ["Where is my order?"])
        }
    }

    @Test("an analyst reads the figures of every owner, and of corrections no values")
    func analyst() async throws {
        try await TwoOwners.with { database in
            try await TwoOwners.agreeRetention(database)
            let readable = try await TwoOwners.readable(database, by: "redline_analyst")
            for (relation, columns) in readable where TwoOwners.haveOwner(columns) {
                let owners = "select owner, \(columns) from \(relation)"
                let seen = try await database.column(owners, role: "redline_analyst")
                #expect(Set(seen) == Set(TwoOwners.names), "\(relation)")
            }
            let figures = try await database.rows(
                """
                select owner, extracted, modified, deleted, added, ter_edits
                from redline.review order by owner
                """,
                role: "redline_analyst"
            )
            #expect(
                figures == TwoOwners.names.map { [$0, "5", "1", "1", "2", "1"] }
            )
            let signatures = try await database.rows(Self.signatures, role: "redline_analyst")
            #expect(
                signatures == TwoOwners.names.flatMap { [[$0, nil], [$0, "***"], [$0, nil]] }
            )
            let values = try await database.rows(Self.values, role: "redline_analyst")
            #expect(
                values
                    == TwoOwners.names.flatMap { owner in
                        (1...4).map { [owner, "\($0)", nil, nil, "f"] }
                    }
            )
        }
    }

    private static let signatures = """
        select owner, signature from redline.kept_tool_call order by owner, ordinal
        """

    private static let values = """
        select owner, ordinal, original, modified, is_shown
        from redline.correction_value order by owner, ordinal
        """

    @Test(
        "miner, compliance and admin read the content of every owner",
        arguments: ["redline_miner", "redline_compliance", "redline_admin"]
    )
    func readers(role: String) async throws {
        try await TwoOwners.with { database in
            let values = try await database.rows(Self.values, role: role)
            #expect(values == TwoOwners.names.flatMap(Self.shown))
            let signatures = try await database.column(
                Self.signatures.replacing("owner, s", with: "s"),
                role: role
            )
            #expect(
                signatures == Array(repeating: ["", Self.signature, ""], count: 2).flatMap(\.self)
            )
            let contents = try await database.rows(
                """
                select owner, user_message, (select count(*) from redline.export_stage stage
                  where stage.owner = interaction.owner and record is not null)
                from redline.interaction order by owner
                """,
                role: role
            )
            #expect(contents == TwoOwners.names.map { [$0, "Where is my order?", "4"] })
            let error = await #expect(throws: PostgresError.self) {
                try await database.rows("delete from redline.correction", role: role)
            }
            #expect(error?.sqlState == "42501")
        }
    }

    private static let signature = "no parcel <n> of <text> within <n> s"

    private static func shown(_ owner: String) -> [[String?]] {
        [
            [owner, "1", "\"ACME Co\"", "\"ACME Corp\"", "t"], [owner, "2", "\"EUR\"", nil, "t"],
            [owner, "3", nil, "\"A0\"", "t"], [owner, "4", nil, "\"2026-04-01\"", "t"],
        ]
    }

    @Test("an owner reads the values of their own corrections")
    func owner() async throws {
        try await TwoOwners.with { database in
            let owner = TwoOwners.names[1]
            let values = try await database.rows(Self.values, role: "redline_owner", owner: owner)
            #expect(values == Self.shown(owner))
            let signatures = try await database.rows(
                Self.signatures,
                role: "redline_owner",
                owner: owner
            )
            #expect(signatures == [[owner, nil], [owner, Self.signature], [owner, nil]])
        }
    }

    @Test("a recorder writes for anybody and takes nothing away")
    func recorder() async throws {
        try await TwoOwners.with { database in
            try await database.rows(
                "insert into redline.workflow values ('eve', gen_random_uuid(), now(), now())",
                role: "redline_recorder"
            )
            let error = await #expect(throws: PostgresError.self) {
                try await database.rows("delete from redline.workflow", role: "redline_recorder")
            }
            #expect(error?.sqlState == "42501")
            #expect(
                try await database.column("select owner from redline.workflow order by owner")
                    == TwoOwners.names + ["eve"]
            )
        }
    }

    @Test("whoever has none of the roles does not even get into the schema")
    func outsider() async throws {
        try await TwoOwners.with { database in
            try await database.run(
                """
                do $$ begin
                  create role outsider;
                exception when duplicate_object then null;
                end $$
                """
            )
            for relation in ["workflow", "export_stage", "correction_value", "review", "api_key"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.rows("select * from redline.\(relation)", role: "outsider")
                }
                #expect(error.map { "\($0)" } == "42501 permission denied for schema redline")
            }
        }
    }
}
