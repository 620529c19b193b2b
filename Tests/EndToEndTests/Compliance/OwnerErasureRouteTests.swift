import Foundation
import Testing

@Suite("DELETE /api/v1/owners/{owner}", .serving())
struct OwnerErasureRouteTests {
    private static let owner = "erased+one@example.com"
    /// A busy machine takes its time.
    private static let patient = ["Prefer": "wait=60"]
    private static let path = "/api/v1/owners/erased%2Bone@example.com"

    @Test("erases once, and gives the same receipt from then on")
    func erase() async throws {
        let server = try ServerUnderTest.current
        let own = try await server.key("owner", owner: Self.owner)
        let key = try await server.key("compliance")
        try await server.record("/api/v1/interactions", own, Sample.interaction("zebrafish"))
        let answer = try await server.send("DELETE", Self.path, key, headers: Self.patient)
        #expect(answer.status == 200, "\(answer.text)")
        let receipt = try answer.json
        #expect(receipt["removed"]["interaction"] == .number(1))
        #expect(receipt["removed"]["api_key"] == .number(1))
        #expect(!answer.text.contains("erased+one"))
        let again = try await server.send("DELETE", Self.path, key, headers: Self.patient)
        #expect(again.status == 200)
        #expect(try again.json["erasure_id"] == receipt["erasure_id"])
        #expect(try again.json["finished_at"] == receipt["finished_at"])
        let late = try await server.post(
            "/api/v1/interactions",
            server.admin,
            headers: ["X-User-Id": Self.owner],
            Sample.interaction(user: Self.owner)
        )
        late.expectProblem(409, "owner_erased")
        let told = try await server.database.rows(
            """
            select detail ->> 'step', role, source from redline.audit_entry
            where action = 'erase_owner' and whose = array[redline.owner_digest('\(Self.owner)')]
            order by entry_id
            """
        )
        #expect(
            told == [
                ["begun", "compliance", "127.0.0.1"], ["finished", "compliance", "127.0.0.1"],
            ]
        )
    }

    @Test("erases nobody of whom nothing is held, unless that is meant")
    func absent() async throws {
        let server = try ServerUnderTest.current
        let path = "/api/v1/owners/mistyped@example.com"
        try await server.send("DELETE", path, server.admin).expectProblem(404, "not_found")
        let recorded = try await server.post(
            "/api/v1/interactions",
            server.admin,
            headers: ["X-User-Id": "mistyped@example.com"],
            Sample.interaction(user: "mistyped@example.com")
        )
        #expect(recorded.status == 201)
        let meant = try await server.send(
            "DELETE",
            "/api/v1/owners/nobody@example.com?even_if_absent=true",
            server.admin,
            headers: Self.patient
        )
        #expect(meant.status == 200)
        #expect(try meant.json["removed"] == [:])
    }

    @Test("says that a hold is in force, and not why")
    func held() async throws {
        let server = try ServerUnderTest.current
        let path = "/api/v1/owners/kept@example.com"
        let hold = try await server.post(
            "\(path)/holds",
            server.admin,
            ["reason": "claim 4711"]
        )
        #expect(hold.status == 201)
        let answer = try await server.send("DELETE", path, server.admin)
        answer.expectProblem(409, "owner_held")
        #expect(!answer.text.contains("4711"))
    }

    @Test("goes on when nobody waits for it, and says that it is under way")
    func underWay() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let path = "/api/v1/owners/slow@example.com"
        let own = try await server.key("owner", owner: "slow@example.com")
        let key = try await server.key("compliance")
        try await server.record("/api/v1/interactions", own, Sample.interaction("zebrafish"))
        // While somebody else has the threads, no rows of theirs are removed.
        let holding = Task {
            try? await database.run(
                """
                begin;
                lock table redline.thread in share row exclusive mode;
                select pg_sleep(600);
                """
            )
        }
        let locks = """
            from pg_locks
            where relation = 'redline.thread'::regclass and mode = 'ShareRowExclusiveLock' and granted
            """
        while try await database.count("select count(*) \(locks)") == 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        let answer = try await server.send("DELETE", path, key)
        #expect(answer.status == 202, "\(answer.text)")
        #expect(try answer.json["finished_at"] == .null)
        try await database.run("select pg_terminate_backend(pid) \(locks)")
        await holding.value
        var last = answer
        for _ in 0..<20 where last.status == 202 {
            last = try await server.send("DELETE", path, key)
        }
        #expect(last.status == 200)
        #expect(try last.json["erasure_id"] == answer.json["erasure_id"])
        #expect(try await database.count("select count(*) from redline.interaction") == 0)
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }
}
