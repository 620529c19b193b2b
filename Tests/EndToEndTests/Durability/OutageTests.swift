import Foundation
import Testing

/// What is answered while the database is away is kept, and is in the database once it is back.
@Suite("While the database is away")
struct OutageTests {
    private static let owner = "outage@example.com"

    private func interaction(_ id: String) -> JSON {
        Sample.interaction("while nobody is at home", user: Self.owner, id: id)
    }

    private func stored(_ database: TestDatabase, _ expected: Int) async throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(60)
        var ids: [String] = []
        while ContinuousClock.now < deadline {
            ids = try await database.rows(
                "select interaction_id from redline.interaction order by interaction_id"
            ).compactMap { $0[0] }
            if ids.count >= expected { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        return ids
    }

    /// Waits until nothing waits in a spool.
    private func drained(_ database: TestDatabase, _ folder: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let status = try await database.redline(["spool", "status", "--spool", folder])
            if status.text.hasPrefix("waiting   0\n") { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("records still wait in the spool after a minute")
    }

    @Test("records go into the spool, survive a kill, and are stored once")
    func outage() async throws {
        let database = try await TestDatabase.migrated()
        let folder = Scratch.folder.appending(path: "outage").path
        let server = try await ServerUnderTest.start(on: database, ["--spool", folder])
        let key = try await server.newKey("owner", owner: Self.owner)
        let path = "/api/v1/interactions"
        #expect(try await server.post(path, key, interaction("a")).status == 201)

        try await database.setOpen(false)
        for id in ["b", "c", "d"] {
            let answer = try await server.post(path, key, interaction(id))
            #expect(answer.status == 202)
            let body = try answer.json
            #expect(body["durable"] == "spooled")
            #expect(body["interaction_id"] == .string(id))
            #expect(body["user_id"] == .string(Self.owner))
        }
        // The same again, a record under an Idempotency-Key twice, many at once, and a stage.
        #expect(try await server.post(path, key, interaction("b")).status == 202)
        let nameless = Sample.interaction("without an id", user: Self.owner)
        let headers = ["Idempotency-Key": "once"]
        let first = try await server.post(path, key, headers: headers, nameless)
        let second = try await server.post(path, key, headers: headers, nameless)
        #expect(first.status == 202)
        #expect(try first.json["interaction_id"] == second.json["interaction_id"])
        let lines = try ["e", "f"].map { try interaction($0).text }.joined(separator: "\n")
        let many = try await server.post("/api/v1/records", key, text: lines + "\nbad\n")
        #expect(many.status == 202)
        #expect(try many.json["accepted"] == 2)
        #expect(try many.json["spooled"] == 2)
        #expect(try many.json["rejected"] == 1)
        let export = try await server.post(
            "/api/v1/exports",
            key,
            Sample.summary(owner: Self.owner)
        )
        #expect(export.status == 202)
        let workflow = try #require(try export.json["export_workflow_id"].string)
        // What is alive says so, and what is not ready says why.
        #expect(try await server.get("/health", nil).status == 200)
        let ready = try await server.client.send(HTTPRequest(method: "GET", path: "/ready"))
        #expect(ready.status == 503)

        server.command.signal(SIGKILL)
        _ = try await server.command.status
        server.client.disconnect()
        try await database.setOpen(true)
        let next = try await ServerUnderTest.start(on: database, ["--spool", folder])
        let ids = try await stored(database, 7)
        let made = try #require(try first.json["interaction_id"].string)
        #expect(ids == (["a", "b", "c", "d", "e", "f"] + [made]).sorted())
        // Later stages find the workflow that waited. Until nothing of theirs waits any more, an
        // owner's records are put behind what does.
        try await drained(database, folder)
        let modified = try await next.post(
            "/api/v1/exports/\(workflow)/modifications",
            key,
            Sample.modifications()
        )
        #expect(modified.status == 201, "\(modified.text)")
        #expect(try await next.post(path, key, interaction("c")).status == 201)
        #expect(try await stored(database, 7).count == 7)
        next.client.disconnect()
        next.command.signal(SIGTERM)
        #expect(try await next.command.status == 0)
        let status = try await database.redline(["spool", "status", "--spool", folder])
        #expect(
            status.text.hasPrefix(
                "waiting   0\ndelayed   0\noldest    -\nrefused   0\n"
                    + "set aside 0 bytes of 268435456\nsize      "
            )
        )
        try await database.drop()
    }

    @Test("a sender who does not want to wait is answered when the spool has the record")
    func async() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("owner", owner: Self.owner)
        for (id, wish) in [("a", "respond-async"), ("b", "wait=9, Respond-Async")] {
            let answer = try await server.post(
                "/api/v1/interactions",
                key,
                headers: ["Prefer": wish],
                interaction(id)
            )
            #expect(answer.status == 202)
            #expect(try answer.json["durable"] == "spooled")
        }
        #expect(try await stored(database, 2) == ["a", "b"])
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }

    @Test(
        "a full spool answers 503 with Retry-After, and the database takes records when it is back"
    )
    func full() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database, ["--spool-limit", "1048576"])
        let key = try await server.newKey("owner", owner: Self.owner)
        #expect(try await server.post("/api/v1/interactions", key, interaction("a")).status == 201)
        try await database.setOpen(false)
        let text = String(repeating: "long ", count: 20_000)
        var accepted = ["a"]
        var refused = 0
        for number in 0..<20 {
            let record = Sample.interaction(text, user: Self.owner, id: "long-\(number)")
            let answer = try await server.client.send(
                HTTPRequest(
                    method: "POST",
                    path: "/api/v1/interactions",
                    headers: ["Authorization": "Bearer \(key)"],
                    body: Array(try record.text.utf8)
                )
            )
            if answer.status == 202 {
                accepted.append("long-\(number)")
            } else {
                #expect(answer.status == 503)
                #expect(answer.header("Retry-After") != nil)
                refused += 1
            }
        }
        #expect(refused > 5)
        #expect(accepted.count > 5)
        try await database.setOpen(true)
        #expect(try await stored(database, accepted.count) == accepted.sorted())
        let after = try await server.post("/api/v1/interactions", key, interaction("z"))
        #expect(after.status == 201 || after.status == 202)
        #expect(try await stored(database, accepted.count + 1) == (accepted + ["z"]).sorted())
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }
}
