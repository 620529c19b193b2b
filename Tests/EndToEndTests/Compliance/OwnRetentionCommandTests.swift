import Foundation
import Testing

@Suite("The command redline retention, for one owner")
struct OwnRetentionCommandTests {
    private static let owner = "ana@example.com"

    @Test("sets a time of their own, says what would go, removes it, and lifts it")
    func acts() async throws {
        let database = try await TestDatabase.migrated()
        let ago = Date.now.addingTimeInterval(-10 * 86_400).ISO8601Format()
        let records = Array(
            """
            {"timestamp":"\(ago)","user_id":"\(Self.owner)","user_message":"find it",\
            "assistant_response":"here"}
            {"timestamp":"\(ago)","user_id":"\(Self.owner)","user_message":"find more",\
            "assistant_response":"there"}
            {"timestamp":"\(ago)","user_id":"bob@example.com","user_message":"and me",\
            "assistant_response":"no"}

            """.utf8
        )
        #expect(try await database.redline(["ingest", "-"], stdin: records).status == 0)
        try await database.run(
            """
            update redline.interaction set recorded_at = recorded_at - interval '10 days';
            update redline.interaction_key set recorded_at = recorded_at - interval '10 days';
            """
        )
        let set = try await database.redline([
            "retention", "set", "interaction", "7", "--owner", Self.owner, "--reason",
            "contract 12",
        ])
        #expect(set.status == 0 && set.text.isEmpty)
        #expect(set.stderr.contains("interaction of an***: 7 days"), "\(set.stderr)")
        let shown = try await database.redline(["retention", "show"])
        #expect(
            shown.text.contains(/ana@example\.com +interaction +7 +20.+ user:\w+ +contract 12/),
            "\(shown.text)"
        )

        let history = try await database.redline(["interactions", Self.owner])
        #expect(history.status == 0 && !history.text.contains("find it"))
        let other = try await database.redline(["interactions", "bob@example.com"])
        #expect(other.text.contains("and me"))

        let plan = try await database.redline(["retention", "run", "--dry-run"])
        #expect(plan.status == 0)
        let row = /ana@example\.com +interaction +2 +[1-9]\d+ +removed/
        #expect(plan.text.contains(row), "\(plan.text)")
        #expect(!plan.text.contains("bob"))
        let count = "select count(*) from redline.interaction"
        #expect(try await database.count(count) == 3)
        let run = try await database.redline(["retention", "run"])
        #expect(run.status == 0)
        #expect(run.stderr.contains("2 removed, 0 weeks dropped"), "\(run.stderr)")
        #expect(try await database.count(count) == 1)
        #expect(try await database.redline(["rollup", "verify"]).status == 0)
        let nothing = try await database.redline(["retention", "run", "--dry-run"])
        #expect(nothing.stderr.contains("nothing is past its time"), "\(nothing)")

        let unset = ["retention", "unset", "interaction", "--owner", Self.owner]
        #expect(try await database.redline(unset).status == 0)
        let again = try await database.redline(unset)
        #expect(again.status == 1)
        #expect(again.stderr.contains("an*** has no time of their own"), "\(again.stderr)")
        #expect(try await !database.redline(["retention", "show"]).text.contains("ana@"))
        try await database.drop()
    }

    @Test(
        "refuses what cannot be agreed",
        arguments: [
            ["set", "audit", "7", "--owner", "ana"], ["set", "rollup", "7", "--owner", "ana"],
            ["set", "export", "0", "--owner", "ana"], ["set", "export", "3651", "--owner", "ana"],
            ["set", "export", "7", "--reason", "why"], ["unset", "audit", "--owner", "ana"],
            ["unset", "export"],
        ]
    )
    func refusals(arguments: [String]) async throws {
        #expect(try await Redline.run(["retention"] + arguments).status == 64)
    }
}
