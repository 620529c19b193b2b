import EndpointDouble
import Foundation
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
        try await ScriptedEndpoint.run { number in
            number < 32 ? [.hang] : ScriptedEndpoint.completion(ScriptedEndpoint.summary)
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: settings(endpoint).merging(
                    ["REDLINE_AI_TIMEOUT": "5", "REDLINE_AI_ATTEMPTS": "1"]
                ) { $1 }
            )
            let key = try await server.newKey("owner", owner: Self.owner)
            let opening = try request(key, Sample.document())
            // Nobody waits for the answers: a waiting client here takes a thread from the endpoint.
            for number in 0..<4 {
                let other = try await server.newKey("owner", owner: "owner-\(number)@example.com")
                let opening = try request(other, Sample.document())
                for _ in 0..<8 { try await server.client.breakOff(opening.bytes) }
            }
            try await wait(for: "the last request to the AI") { endpoint.requests.count == 32 }
            let refused = try await server.client.send(opening)
            #expect(refused.status == 503)
            #expect(refused.header("retry-after") == "1")
            #expect(try refused.json["code"] == "unavailable")
            // The AI does not answer in time, and the built-in summariser does: all are recorded.
            let count = "select count(*) from redline.export_stage"
            try await wait(for: "stage 1 of all") { try await database.count(count) == 32 }
            #expect(try await server.post(Self.path, key, Sample.document()).status == 201)
            #expect(try await database.count(count) == 33)
            try await stop(server)
            try await database.drop()
        }
    }
}
