import Foundation
import Testing

/// A service that is started while its database is away takes what it can, and writes nothing where
/// it must not.
@Suite("Started while the database is away")
struct OutageStartTests {
    private static let owner = "early@example.com"
    private static let path = "/api/v1/interactions"

    /// What may be found in place of the database that was there, how it is made so and undone, and
    /// what is said of it.
    struct Replacement: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: String
        let undo: String
        let said: String
    }

    private static let replacements = [
        Replacement(
            testDescription: "an older schema",
            change: "update redline.migration set number = -9 where number = 9",
            undo: "update redline.migration set number = 9 where number = -9",
            said: "1 migrations are to come: run redline migrate"
        ),
        Replacement(
            testDescription: "a newer schema",
            change: "insert into redline.migration (number, name) values (999999, 'later')",
            undo: "delete from redline.migration where number = 999999",
            said: "the database is at migration 999999, this redline knows"
        ),
        Replacement(
            testDescription: "another database",
            change: """
                create table kept as select id from redline.installation;
                update redline.installation set id = gen_random_uuid()
                """,
            undo: "update redline.installation set id = (select id from kept)",
            said: "the database is not the one that the spool belongs to: start redline anew"
        ),
    ]

    private func send(
        _ server: ServerUnderTest,
        _ id: String?,
        _ headers: [String: String]
    ) async throws -> HTTPAnswer {
        let record = id.map { Sample.interaction("while it was away", user: Self.owner, id: $0) }
        return try await server.client.send(
            HTTPRequest(
                method: record == nil ? "GET" : "POST",
                path: Self.path,
                headers: headers,
                body: try record.map { Array(try $0.text.utf8) }
            )
        )
    }

    private func readiness(_ server: ServerUnderTest) async throws -> String {
        try await server.client.send(HTTPRequest(path: "/ready")).text
    }

    private func isReady(_ server: ServerUnderTest, saying text: String) async throws -> Bool {
        try await waitUntil { try await readiness(server).contains(text) }
    }

    /// Whether something comes about within half a minute.
    @discardableResult
    private func waitUntil(_ isSo: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func stored(_ database: TestDatabase) async throws -> [String] {
        try await database.rows("select interaction_id from redline.interaction order by 1")
            .compactMap { $0[0] }
    }

    /// Expects that these are in the database, or come into it within half a minute.
    private func expectStored(_ ids: [String], _ database: TestDatabase) async throws {
        try await waitUntil { try await stored(database) == ids }
        #expect(try await stored(database) == ids)
    }

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }

    /// A database whose service was started once, with a key to record.
    private func known(_ folder: String) async throws -> (database: TestDatabase, key: String) {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database, ["--spool", folder])
        let key = try await server.newKey("owner", owner: Self.owner)
        try await stop(server)
        return (database, key)
    }

    @Test("it takes records into the spool, and knows no key until the database is back")
    func start() async throws {
        let folder = Scratch.folder.appending(path: UUID().uuidString).path
        let (database, key) = try await known(folder)
        try await database.setOpen(false)
        let server = try await ServerUnderTest.start(
            on: database,
            ["--spool", folder, "--trust-user-header"]
        )
        #expect(try await server.get("/health", nil).status == 200)
        let ready = try await server.client.send(HTTPRequest(path: "/ready"))
        #expect(ready.status == 503)
        #expect(ready.text == #"{"status":"not ready","reason":"the database does not answer"}"#)
        let named = ["X-User-Id": Self.owner]
        #expect(try await send(server, "a", named).status == 202)
        for (id, headers) in [("b", ["Authorization": "Bearer \(key)"]), (nil, named)] {
            let answer = try await send(server, id, headers)
            answer.expectProblem(503, "unavailable")
            #expect(answer.header("Retry-After") == "1")
        }
        let waiting = try await database.redline(["spool", "status", "--spool", folder])
        #expect(waiting.text.hasPrefix("waiting   1\n"), "\(waiting.stderr)")

        try await database.setOpen(true)
        #expect(try await isReady(server, saying: #"{"status":"ready"}"#))
        #expect(
            try await send(server, "c", ["Authorization": "Bearer \(key)"]).status / 100 == 2
        )
        try await expectStored(["a", "c"], database)
        try await stop(server)
        try await database.drop()
    }

    @Test("it writes nothing into what it does not know", arguments: replacements)
    func replaced(_ replacement: Replacement) async throws {
        let folder = Scratch.folder.appending(path: UUID().uuidString).path
        let (database, key) = try await known(folder)
        try await database.run(replacement.change)
        try await database.setOpen(false)
        let server = try await ServerUnderTest.start(
            on: database,
            ["--spool", folder, "--trust-user-header"]
        )
        let named = ["X-User-Id": Self.owner]
        #expect(try await send(server, "a", named).status == 202)
        try await database.setOpen(true)
        #expect(try await isReady(server, saying: replacement.said))
        // Its log says so too, when whoever records has looked: once, and then no more.
        try await waitUntil { try server.command.said.contains(replacement.said) }
        try await Task.sleep(for: .seconds(1))
        let said = try server.command.said
        #expect(said.ranges(of: replacement.said).count == 1, "\(said)")
        for (id, headers) in [("b", ["Authorization": "Bearer \(key)"]), (nil, named)] {
            let answer = try await send(server, id, headers)
            answer.expectProblem(503, "unavailable")
            #expect(answer.text.contains(replacement.said))
        }
        #expect(try await send(server, "c", named).status == 202)
        #expect(try await stored(database) == [])

        try await database.run(replacement.undo)
        #expect(try await isReady(server, saying: #"{"status":"ready"}"#))
        try await expectStored(["a", "c"], database)
        try await stop(server)
        try await database.drop()
    }

    @Test("one that has served before goes on with a newer schema, as it does without an outage")
    func migratedMeanwhile() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("owner", owner: Self.owner)
        let headers = ["Authorization": "Bearer \(key)"]
        #expect(try await send(server, "a", headers).status == 201)
        try await database.run(
            "insert into redline.migration (number, name) values (999999, 'later')"
        )
        try await database.setOpen(false)
        #expect(try await send(server, "b", headers).status == 202)
        try await database.setOpen(true)
        #expect(try await isReady(server, saying: #""status":"ready""#))
        try await expectStored(["a", "b"], database)
        try await stop(server)
        try await database.drop()
    }

    @Test("it does not start where it has never been with the database")
    func unknown() async throws {
        let folder = Scratch.folder.appending(path: UUID().uuidString).path
        let (database, _) = try await known(folder)
        let another = try await TestDatabase.migrated()
        try await another.setOpen(false)
        let result = try await another.redline(
            ["serve", "--listen", "127.0.0.1:0", "--spool", folder]
        )
        #expect(result.status == 1)
        #expect(
            result.stderr.hasPrefix(
                "Error: the database does not answer, and in \(folder) nothing says which spool is "
                    + "its own; once it has answered here, redline starts without it too: "
            )
        )
        try await another.drop()
        try await database.drop()
    }

    @Test("SIGHUP ends what was remembered of keys, the revoked one among them")
    func forgetting() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("owner", owner: Self.owner)
        let headers = ["Authorization": "Bearer \(key)"]
        #expect(try await send(server, "a", headers).status == 201)
        try await database.run("update redline.api_key set revoked_at = now()")
        try await database.setOpen(false)
        #expect(try await send(server, "b", headers).status == 202)
        server.command.signal(SIGHUP)
        let deadline = ContinuousClock.now + .seconds(30)
        while try !server.command.said.contains("SIGHUP: keys are looked up anew"),
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        (try await send(server, "c", headers)).expectProblem(503, "unavailable")
        try await database.setOpen(true)
        let opened = ContinuousClock.now + .seconds(30)
        while try await send(server, "d", headers).status == 503, ContinuousClock.now < opened {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await send(server, "d", headers).status == 401)
        try await stop(server)
        try await database.drop()
    }
}
