import Foundation
import Testing

@Suite("redline owner hold and erase, redline retention")
struct OwnerEraseCommandTests {
    private static let owner = "gone@example.com"

    @Test("keep what is held, erase what is not, and refuse what comes later")
    func erase() async throws {
        let database = try await TestDatabase.migrated()
        let record = Array(
            """
            {"user_id":"\(Self.owner)","user_message":"hello","assistant_response":"hi"}
            {"user_id":"stays@example.com","user_message":"hello","assistant_response":"hi"}

            """.utf8
        )
        #expect(try await database.redline(["ingest", "-"], stdin: record).status == 0)
        let held = try await database.redline([
            "owner", "hold", Self.owner, "--reason", "claim 4711",
        ])
        #expect(held.status == 0 && held.stdout.count == 37)
        let refused = try await database.redline(["owner", "erase", Self.owner, "--yes"])
        #expect(refused.status == 1)
        #expect(refused.stderr.contains("a legal hold keeps"))
        let listed = try await database.redline(["owner", "holds"])
        #expect(listed.text.contains("claim 4711"))
        #expect(try await database.redline(["owner", "release", Self.owner]).status == 0)
        #expect(try await database.redline(["owner", "release", Self.owner]).status == 1)

        let unasked = try await database.redline(["owner", "erase", Self.owner])
        #expect(unasked.status == 1)
        #expect(unasked.stderr.contains("nothing was erased"))
        let erased = try await database.redline(["owner", "erase", Self.owner, "--yes"])
        #expect(erased.status == 0, "\(erased.stderr)")
        let receipt = try JSON(parsing: erased.text)
        #expect(receipt["removed"]["interaction"] == .number(1))
        #expect(receipt["removed_from_spool"] == .number(0))
        #expect(!erased.text.contains(Self.owner) && !erased.stderr.contains(Self.owner))
        #expect(
            try await database.rows("select owner from redline.interaction")
                == [["stays@example.com"]]
        )
        let late = try await database.redline(["ingest", "-"], stdin: record)
        #expect(late.status == 2)
        #expect(late.stderr.contains("nothing more is recorded of them"))
        let told = try await database.rows(
            """
            select action, count(*) from redline.audit_entry
            where whose = array[redline.owner_digest('\(Self.owner)')]
            group by action order by action
            """
        )
        #expect(told == [["erase_owner", "2"], ["hold_owner", "1"], ["release_owner", "2"]])
        let again = try await database.redline(["owner", "erase", Self.owner, "--yes"])
        #expect(again.status == 0 && again.text == erased.text)
        #expect(again.stderr.contains("the receipt of then"))
        #expect(try await database.redline(["owner", "readmit", Self.owner]).status == 0)
        let unrefused = try await database.redline(["owner", "readmit", Self.owner])
        #expect(unrefused.status == 1 && unrefused.stderr.contains("there is nothing to lift"))
        #expect(try await database.redline(["ingest", "-"], stdin: record).status == 0)
        try await database.drop()
    }

    @Test("erase nobody by a name that is mistyped, unless that is meant")
    func mistyped() async throws {
        let database = try await TestDatabase.migrated()
        let words = ["owner", "erase", "gnoe@example.com", "--yes"]
        let mistyped = try await database.redline(words)
        #expect(mistyped.status == 1 && mistyped.stdout.isEmpty)
        #expect(mistyped.stderr.contains("say --even-if-absent"))
        #expect(try await database.rows("select count(*) from redline.erasure") == [["0"]])
        let meant = try await database.redline(words + ["--even-if-absent"])
        #expect(meant.status == 0)
        #expect(try JSON(parsing: meant.text)["removed"] == [:])
        try await database.drop()
    }

    @Test("leave the migrations and a count afresh in the audit trail")
    func administration() async throws {
        let database = try await TestDatabase.empty()
        #expect(try await database.redline(["migrate"]).status == 0)
        #expect(try await database.redline(["migrate"]).status == 0)
        #expect(try await database.redline(["rollup", "rebuild"]).status == 0)
        let told = try await database.rows(
            """
            select action, detail ->> 'first', (detail ->> 'migrations')::int > 30
            from redline.audit_entry where actor like 'user:%' order by entry_id
            """
        )
        #expect(
            told == [
                ["migrate", "000001_roles_and_settings", "t"], ["rebuild_rollups", nil, nil],
            ]
        )
        let verified = try await database.redline(["audit", "verify"])
        #expect(verified.status == 0)
        #expect(verified.stderr.contains("2 entries in 1 seal: whole"))
        try await database.drop()
    }

    @Test("say how long what is kept, change it, and remove nothing that is within its time")
    func retention() async throws {
        let database = try await TestDatabase.migrated()
        let record = Array(
            #"{"user_id":"a@example.com","user_message":"hello","assistant_response":"hi"}"#.utf8
        )
        #expect(try await database.redline(["ingest", "-"], stdin: record).status == 0)
        let set = try await database.redline(["retention", "set", "interaction", "90"])
        #expect(set.status == 0)
        for wrong in [["interaction", "0"], ["thread", "9"]] {
            #expect(try await database.redline(["retention", "set"] + wrong).status == 64)
        }
        let plan = try await database.redline(["retention", "run", "--dry-run"])
        #expect(plan.status == 0 && plan.stdout.isEmpty)
        #expect(plan.stderr.contains("nothing is past its time"))
        #expect(try await database.redline(["retention", "run"]).status == 0)
        let shown = try await database.redline(["retention", "show"])
        #expect(shown.text.contains(/interaction +90/))
        #expect(shown.text.contains("user:"))
        #expect(try await database.rows("select count(*) from redline.interaction") == [["1"]])
        try await database.drop()
    }
}
