import Foundation
import Testing

/// What the database refuses of the spool, for people.
@Suite("redline spool")
struct SpoolCommandTests {
    private static let owner = "spool@example.com"

    @Test("lists refused records without content or owner, tries them again, and removes them")
    func refused() async throws {
        let database = try await TestDatabase.migrated()
        let folder = Scratch.folder.appending(path: "refused").path
        let server = try await ServerUnderTest.start(on: database, ["--spool", folder])
        let key = try await server.newKey("owner", owner: Self.owner)
        func redline(_ words: String...) async throws -> CommandResult {
            try await database.redline(["spool"] + words + ["--spool", folder])
        }
        func refused(_ count: Int) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            while ContinuousClock.now < deadline {
                let status = try await redline("status").text
                if status.hasPrefix("waiting   0\n"), status.contains("refused   \(count)\n") {
                    return
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            Issue.record("not \(count) refused records after 30 s")
        }
        // Summaries of stage 1, so that one of the ids can become known later.
        let ids = (0..<3).map { _ in UUID().uuidString.lowercased() }
        let later = ["Prefer": "respond-async"]
        for id in ids {
            let answer = try await server.post(
                "/api/v1/exports/\(id)/feedback",
                key,
                headers: later,
                [
                    "owner_email": .string(Self.owner), "satisfaction_rating": 4,
                    "comments": "confidential",
                ]
            )
            #expect(answer.status == 202, "\(answer.text)")
        }
        try await refused(3)
        let list = try await redline("refused").text
        for id in ids { #expect(list.contains("user_feedback  \(id)  there is no such workflow")) }
        #expect(!list.contains("confidential") && !list.contains(Self.owner))
        #expect(try await redline("refused", "--owners").text.contains(Self.owner))
        #expect(try server.command.said.contains("a record of the spool was refused"))

        // The service notices by itself what is in line again.
        #expect(try await server.post("/api/v1/exports", key, summary(ids[0])).status == 201)
        let retry = try await redline("retry", "--all")
        #expect((retry.status, retry.stderr) == (0, "3 in line again\n"))
        try await refused(2)
        let stages = "select count(*) from redline.export_stage"
        #expect(try await database.count(stages) == 2)

        // What is to go has to be said, and goes alone.
        let unsaid = try await redline("discard", "--all")
        #expect(unsaid.status == 1)
        #expect(unsaid.stderr.contains("say --yes"))
        let number = try #require(
            try await redline("refused").text.firstMatch(of: /(?m)^ *(\d+) .*/)
        ).1
        let one = try await redline("discard", String(number), "--yes")
        #expect((one.status, one.stderr) == (0, "1 discarded\n"))
        let again = try await redline("discard", String(number), "--yes")
        #expect(again.status == 1)
        #expect(again.stderr.contains("there is no refused record \(number); see redline spool"))
        try await refused(1)
        #expect(try await redline("discard", "--all", "--yes").stderr == "1 discarded\n")
        try await refused(0)
        let told = try await database.rows(
            """
            select action, records,
              coalesce(whose = array[redline.owner_digest('\(Self.owner)')], false)
            from redline.audit_entry where action like '%\\_refused' order by entry_id
            """
        )
        #expect(
            told == [
                ["read_refused", "3", "t"], ["read_refused", "3", "t"],
                ["retry_refused", "3", "t"], ["read_refused", "2", "t"],
                ["discard_refused", "1", "t"], ["discard_refused", "0", "f"],
                ["discard_refused", "1", "t"],
            ]
        )
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }

    private func summary(_ id: String) -> JSON {
        var record = Sample.summary(owner: Self.owner)
        record["export_workflow_id"] = .string(id)
        return record
    }
}
