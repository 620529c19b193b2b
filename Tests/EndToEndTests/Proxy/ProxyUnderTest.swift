import EndpointDouble
import Foundation
import Testing

/// A service that passes requests on to an endpoint that does as it is told.
struct ProxyUnderTest: Sendable {
    let server: ServerUnderTest
    let endpoint: ScriptedEndpoint
    /// An owner's key.
    let key: String

    static let owner = "captured@example.com"
    static let path = "/openai/v1/chat/completions"

    /// Runs `body` with a service whose upstream answers as `script` says.
    static func run(
        _ script: @escaping @Sendable (Int, ScriptedEndpoint.Received) -> [ScriptedEndpoint.Step],
        arguments: [String] = [],
        settings: [String: String] = [:],
        _ body: @escaping @Sendable (ProxyUnderTest) async throws -> Void
    ) async throws {
        try await ScriptedEndpoint.run(answering: script) { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                arguments,
                environment: ["REDLINE_UPSTREAM_URL": endpoint.url].merging(settings) { $1 }
            )
            let result: Result<Void, any Error>
            do {
                let key = try await server.newKey("owner", owner: owner)
                try await body(ProxyUnderTest(server: server, endpoint: endpoint, key: key))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try await stop(server)
            try await database.drop()
            try result.get()
        }
    }

    static func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0, "SIGTERM ends the service gracefully")
    }

    /// Sends a chat request; the answer may be an error of the upstream.
    func chat(_ body: JSON, _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await server.client.send(request(body, headers))
    }

    func request(_ body: JSON, _ headers: [String: String] = [:]) throws -> HTTPRequest {
        HTTPRequest(
            method: "POST",
            path: Self.path,
            headers: ["Authorization": "Bearer \(key)"].merging(headers) { $1 },
            body: Array(try body.text.utf8)
        )
    }

    /// The owner's interactions, oldest first, once there are so many.
    func interactions(
        _ count: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [JSON] {
        let deadline = ContinuousClock.now + .seconds(60)
        var found: [JSON] = []
        while ContinuousClock.now < deadline {
            let answer = try await server.get("/api/v1/interactions?limit=1000", key)
            found = try answer.json["interactions"].elements.reversed()
            if found.count >= count { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        try #require(found.count == count, "\(found)", sourceLocation: sourceLocation)
        return found
    }

    /// A figure of `/metrics`.
    func metric(_ name: String) async throws -> Double? {
        try await server.get("/metrics", nil).text.split(separator: "\n")
            .first { $0.hasPrefix(name + " ") }
            .flatMap { Double($0.dropFirst(name.count + 1)) }
    }

    /// Waits until a figure of `/metrics` is that.
    func wait(
        for name: String,
        _ value: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await metric(name) == value { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(name) is never \(value)", sourceLocation: sourceLocation)
    }
}

extension JSON {
    /// A chat request with these messages.
    static func chat(_ messages: [JSON], _ more: [String: JSON] = [:]) -> JSON {
        .object(
            ["model": "asked-model", "messages": .array(messages)].merging(more) { $1 }
        )
    }

    static func message(_ role: String, _ text: String) -> JSON {
        ["role": .string(role), "content": .string(text)]
    }
}
