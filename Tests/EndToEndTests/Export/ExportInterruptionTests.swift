import EndpointDouble
import Foundation
import RedlinePostgres
import Synchronization
import Testing

/// An export that is interrupted goes on where it was.
@Suite("Interrupted exports")
struct ExportInterruptionTests {
    private static let path = "/api/v1/docs/invoice-1/export"
    private static let owner = "interrupted@example.com"

    private func settings(_ endpoint: ScriptedEndpoint) -> [String: String] {
        [
            "REDLINE_AI_URL": endpoint.url, "REDLINE_AI_MODEL": "test-model",
            "REDLINE_AI_CONCURRENCY": "64",
        ]
    }

    private func begin(_ server: ServerUnderTest, _ key: String) async throws -> String {
        let answer = try await server.record(Self.path, key, Sample.document())
        #expect(answer["ai_model"] == "test-model-2026")
        return try #require(answer["export_workflow_id"].string)
    }

    private func request(_ key: String, _ body: JSON) throws -> HTTPRequest {
        HTTPRequest(
            method: "POST",
            path: Self.path,
            headers: ["Authorization": "Bearer \(key)"],
            body: Array(try body.text.utf8)
        )
    }

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }

    private func wait(
        for what: String,
        _ isThere: () async throws -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await isThere() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(what) does not come", sourceLocation: sourceLocation)
    }

    private func stages(_ id: String, _ database: TestDatabase) async throws -> [[String?]] {
        try await database.rows(
            """
            select stage, occurred_at from redline.export_stage where workflow_id = '\(id)'
            order by stage
            """
        )
    }

    @Test("by SIGKILL between what was edited and the file go on from there")
    func killed() async throws {
        try await ScriptedEndpoint.run { number in
            number == 1 ? [.hang] : ScriptedEndpoint.completion(ScriptedEndpoint.summary)
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let key = try await server.newKey("owner", owner: Self.owner)
            let id = try await begin(server, key)
            let review = Sample.review(id, Sample.modified, Sample.wishes("pdf"))
            let cut = Task { try await server.client.send(try request(key, review)) }
            try await wait(for: "the second request to the AI") { endpoint.requests.count == 2 }
            let before = try await stages(id, database)
            #expect(before.map { $0[0] } == ["1", "2"])
            server.command.signal(SIGKILL)
            #expect(try await server.command.status == -SIGKILL)
            await #expect(throws: (any Error).self) { try await cut.value }

            let next = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let file = try await next.post(Self.path, key, review)
            #expect(file.status == 200, "\(file.text)")
            let after = try await stages(id, database)
            #expect(after.map { $0[0] } == ["1", "2", "3"])
            // What was edited is the record of the first time.
            #expect(Array(after.prefix(2)) == before)
            let again = try await next.post(Self.path, key, review)
            #expect(again.body == file.body)
            #expect(endpoint.requests.count == 3)
            let workflow = try await next.get("/api/v1/exports/\(id)", key).json
            #expect(
                workflow["stages"]["stage3"]["final_summary_metadata"]["ai_model"]
                    == "test-model-2026"
            )
            try await stop(next)
            try await database.drop()
        }
    }

    @Test("by SIGKILL while the first summary is made begin again, once")
    func killedAtTheBeginning() async throws {
        try await ScriptedEndpoint.run { number in
            number == 0 ? [.hang] : ScriptedEndpoint.completion(ScriptedEndpoint.summary)
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let key = try await server.newKey("owner", owner: Self.owner)
            var opening = try request(key, Sample.document())
            opening.headers["Idempotency-Key"] = "a"
            try await server.client.breakOff(opening.bytes)
            try await wait(for: "the first request to the AI") { endpoint.requests.count == 1 }
            server.command.signal(SIGKILL)
            #expect(try await server.command.status == -SIGKILL)
            let count = "select count(*) from redline.export_stage"
            #expect(try await database.count(count) == 0)

            let next = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let begun = try await next.client.send(opening)
            #expect(begun.status == 201, "\(begun.text)")
            #expect(try begun.json["ai_model"] == "test-model-2026")
            #expect(try await next.client.send(opening).text == begun.text)
            #expect(try await database.count(count) == 1)
            #expect(endpoint.requests.count == 2)
            try await stop(next)
            try await database.drop()
        }
    }

    @Test("by SIGKILL between the file and the last stage end with the one file that is recorded")
    func killedAtTheEnd() async throws {
        let isFree = Mutex(false)
        try await ScriptedEndpoint.run { number in
            let answer = ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            return number == 1 ? [.until { isFree.withLock(\.self) }] + answer : answer
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let key = try await server.newKey("owner", owner: Self.owner)
            let id = try await begin(server, key)
            let review = Sample.review(id, Sample.modified, Sample.wishes("pdf"))
            try await server.client.breakOff(try request(key, review).bytes)
            try await wait(for: "the second request to the AI") { endpoint.requests.count == 2 }
            // Nothing more is recorded while this is open; files are kept.
            let blocker = try await Connection.connect(database.options)
            try await blocker.executeScript("begin; lock table redline.export_stage in share mode")
            isFree.withLock { $0 = true }
            let files = "select count(*) from redline.deliverable_file"
            try await wait(for: "the file") { try await database.count(files) == 1 }
            server.command.signal(SIGKILL)
            #expect(try await server.command.status == -SIGKILL)
            #expect(try await stages(id, database).map { $0[0] } == ["1", "2"])
            try await blocker.executeScript("rollback")
            await blocker.close()

            let next = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let file = try await next.post(Self.path, key, review)
            #expect(file.status == 200, "\(file.text)")
            #expect(try await stages(id, database).map { $0[0] } == ["1", "2", "3"])
            let hash = try await database.rows(
                "select content_hash from redline.export_stage where stage = 3"
            )
            #expect(hash.first?.first.map { "\"\($0 ?? "")\"" } == file.header("etag"))
            let kept = try await next.get("/api/v1/exports/\(id)/deliverable", key)
            #expect(kept.body == file.body)
            try await stop(next)
            try await database.drop()
        }
    }

    @Test("by a client that is gone are finished all the same, and answered when it comes again")
    func clientGone() async throws {
        try await ScriptedEndpoint.run { number in
            let reply = ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            return number == 1 ? [.wait(.seconds(1))] + reply : reply
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            let key = try await server.newKey("owner", owner: Self.owner)
            let id = try await begin(server, key)
            let review = Sample.review(id, Sample.modified)
            try await server.client.breakOff(try request(key, review).bytes)
            try await wait(for: "the second request to the AI") { endpoint.requests.count == 2 }
            try await wait(for: "stage 3") { try await stages(id, database).count == 3 }
            #expect(endpoint.departures == 0)
            let hash = try await database.rows(
                "select content_hash, model from redline.export_stage where stage = 3"
            )
            let file = try await server.post(Self.path, key, review)
            #expect(file.status == 200, "\(file.text)")
            #expect(
                hash.map { $0.map { $0.map { "\"\($0)\"" } } }.first?.first == file.header("etag")
            )
            #expect(hash.first?[1] == "test-model-2026")
            #expect(endpoint.requests.count == 2)
            try await stop(server)
            try await database.drop()
        }
    }

    @Test("are not begun beyond the limit: 503 says when to come again")
    func crowd() async throws {
        let isFree = Mutex(false)
        try await ScriptedEndpoint.run { number in
            let answer = ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            return number < 32 ? [.until { isFree.withLock(\.self) }] + answer : answer
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint)
            )
            var openings: [HTTPRequest] = []
            for number in 0..<5 {
                let key = try await server.newKey("owner", owner: "owner-\(number)@example.com")
                openings.append(try request(key, Sample.document()))
            }
            // Nobody waits for the answers: a waiting client here takes a thread from the endpoint.
            for opening in openings.prefix(4) {
                for _ in 0..<8 { try await server.client.breakOff(opening.bytes) }
            }
            try await wait(for: "the last request to the AI") { endpoint.requests.count == 32 }
            let opening = openings[4]
            let refused = try await server.client.send(opening)
            #expect(refused.status == 503)
            #expect(refused.header("retry-after") == "1")
            #expect(try refused.json["code"] == "unavailable")
            isFree.withLock { $0 = true }
            let count = "select count(*) from redline.export_stage"
            try await wait(for: "stage 1 of all") { try await database.count(count) == 32 }
            #expect(try await server.client.send(opening).status == 201)
            #expect(try await database.count(count) == 33)
            try await stop(server)
            try await database.drop()
        }
    }
}
