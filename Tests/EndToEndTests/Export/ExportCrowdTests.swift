import EndpointDouble
import Foundation
import Synchronization
import Testing

/// Exports that are asked for at the same time.
@Suite("Crowds of exports")
struct ExportCrowdTests {
    private static let path = "/api/v1/docs/invoice-1/export"

    private func server(
        _ endpoint: ScriptedEndpoint,
        _ database: TestDatabase
    ) async throws -> ServerUnderTest {
        try await ServerUnderTest.start(
            on: database,
            environment: [
                "REDLINE_AI_URL": endpoint.url, "REDLINE_AI_MODEL": "test-model",
                "REDLINE_AI_CONCURRENCY": "64",
            ]
        )
    }

    private func request(
        _ key: String,
        _ body: JSON,
        headers: [String: String] = [:]
    ) throws -> HTTPRequest {
        HTTPRequest(
            method: "POST",
            path: Self.path,
            headers: headers.merging(["Authorization": "Bearer \(key)"]) { $1 },
            body: Array(try body.text.utf8)
        )
    }

    private func wait(for requests: Int, at endpoint: ScriptedEndpoint) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while endpoint.requests.count < requests, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(endpoint.requests.count >= requests)
    }

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await server.database.drop()
    }

    /// Answers the request of that number when it is let go, and all others at once.
    private func holding(
        _ held: Int,
        _ body: @escaping @Sendable (ScriptedEndpoint, @Sendable () -> Void) async throws -> Void
    ) async throws {
        let isFree = Mutex(false)
        try await ScriptedEndpoint.run { number in
            let answer = ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            return number == held ? [.until { isFree.withLock(\.self) }] + answer : answer
        } _: { endpoint in
            try await body(endpoint) { isFree.withLock { $0 = true } }
        }
    }

    @Test("have one summary made where the same beginning comes several times at once")
    func beginnings() async throws {
        try await holding(0) { endpoint, letGo in
            let server = try await server(endpoint, try await TestDatabase.migrated())
            let key = try await server.newKey("owner", owner: "crowd@example.com")
            let opening = try request(key, Sample.document(), headers: ["Idempotency-Key": "a"])
            for _ in 0..<4 { try await server.client.breakOff(opening.bytes) }
            try await wait(for: 1, at: endpoint)
            // Another export is begun meanwhile, and by the same owner.
            try await server.record("/api/v1/docs/invoice-2/export", key, Sample.document())
            letGo()
            let known = try await server.client.send(opening)
            #expect(known.status == 201, "\(known.text)")
            #expect(try known.json["ai_model"] == "test-model-2026")
            #expect(endpoint.requests.count == 2)
            let stages = "select count(*) from redline.export_stage"
            #expect(try await server.database.count(stages) == 2)
            try await stop(server)
        }
    }

    @Test("have one file made where the same end comes several times at once")
    func ends() async throws {
        try await holding(1) { endpoint, letGo in
            let server = try await server(endpoint, try await TestDatabase.migrated())
            let key = try await server.newKey("owner", owner: "crowd@example.com")
            let begun = try await server.record(Self.path, key, Sample.document())
            let id = try #require(begun["export_workflow_id"].string)
            let review = try request(key, Sample.review(id, Sample.modified))
            for _ in 0..<4 { try await server.client.breakOff(review.bytes) }
            try await wait(for: 2, at: endpoint)
            try await server.record("/api/v1/docs/invoice-2/export", key, Sample.document())
            letGo()
            let file = try await server.client.send(review)
            #expect(file.status == 200, "\(file.text)")
            #expect(endpoint.requests.count == 3)
            let stages = "select count(*) from redline.export_stage where workflow_id = '\(id)'"
            #expect(try await server.database.count(stages) == 3)
            try await stop(server)
        }
    }

    @Test("of one owner leave room for those of others: 429 says when to come again")
    func owners() async throws {
        let isFree = Mutex(false)
        try await ScriptedEndpoint.run { number in
            let answer = ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            return number < 8 ? [.until { isFree.withLock(\.self) }] + answer : answer
        } _: { endpoint in
            let server = try await server(endpoint, try await TestDatabase.migrated())
            let key = try await server.newKey("owner", owner: "crowd@example.com")
            let opening = try request(key, Sample.document())
            for _ in 0..<8 { try await server.client.breakOff(opening.bytes) }
            try await wait(for: 8, at: endpoint)
            let refused = try await server.client.send(opening)
            #expect(refused.status == 429)
            #expect(refused.header("retry-after") == "1")
            #expect(try refused.json["code"] == "too_many_requests")
            let other = try await server.newKey("owner", owner: "other@example.com")
            try await server.record(Self.path, other, Sample.document())
            isFree.withLock { $0 = true }
            // A slot is free again when one of them is done.
            let deadline = ContinuousClock.now + .seconds(60)
            var again = refused
            while again.status == 429, ContinuousClock.now < deadline {
                again = try await server.client.send(opening)
            }
            #expect(again.status == 201, "\(again.text)")
            try await stop(server)
        }
    }

    @Test("are waited for by the command where the service has too many")
    func command() async throws {
        let isFree = Mutex(false)
        try await ScriptedEndpoint.run { number in
            let answer = ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            return number < 8 ? [.until { isFree.withLock(\.self) }] + answer : answer
        } _: { endpoint in
            let server = try await server(endpoint, try await TestDatabase.migrated())
            let owner = "crowd@example.com"
            let key = try await server.newKey("owner", owner: owner)
            let opening = try request(key, Sample.document())
            for _ in 0..<8 { try await server.client.breakOff(opening.bytes) }
            try await wait(for: 8, at: endpoint)
            let document = Scratch.folder.appending(path: "\(UUID().uuidString).json")
            try Data(try Sample.document().text.utf8).write(to: document)
            let command = Task {
                try await Redline.run(
                    [
                        "export", document.path, "--owner", owner, "--no-edit", "--format", "json",
                        "--output", "-",
                    ],
                    environment: [
                        "REDLINE_SERVER": "http://127.0.0.1:\(server.port)", "REDLINE_KEY": key,
                    ]
                )
            }
            // It was told to come again, and does.
            let deadline = ContinuousClock.now + .seconds(60)
            var isRefused = false
            while !isRefused, ContinuousClock.now < deadline {
                let metrics = try await server.client.send(HTTPRequest(path: "/metrics")).text
                isRefused = metrics.contains(#"status="429""#)
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(isRefused)
            isFree.withLock { $0 = true }
            let result = try await command.value
            #expect(result.status == 0, "\(result.stderr)")
            #expect(try JSON(parsing: result.stdout)["data"] == Sample.original)
            try await stop(server)
        }
    }
}
