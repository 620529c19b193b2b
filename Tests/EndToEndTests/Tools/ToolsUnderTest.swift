import EndpointDouble
import Foundation
import Redline
import Testing

/// A service with an AI and tools that do as they are told, all of them behind one endpoint: requests
/// to `/v1/chat/completions` are the AI's, the others the tools'.
struct ToolsUnderTest: Sendable {
    let server: ServerUnderTest
    let endpoint: ScriptedEndpoint
    /// An owner's key.
    let key: String

    static let owner = "agent@example.com"
    static let path = "/api/tool_call_handler"
    static let router = "/api/proxy_router"

    typealias Reply = @Sendable (_ received: ScriptedEndpoint.Received) -> [ScriptedEndpoint.Step]

    /// Runs `body` with a service; `model` answers chat requests, and `tool` calls of tools.
    static func run(
        model: @escaping Reply,
        tool: @escaping Reply = { _ in ScriptedEndpoint.http(200, #"{"ok":true}"#) },
        registry more: String = "",
        settings: [String: String] = [:],
        arguments: [String] = [],
        _ body: @escaping @Sendable (ToolsUnderTest) async throws -> Void
    ) async throws {
        try await ScriptedEndpoint.run(
            answering: { _, received in received.isOfModel ? model(received) : tool(received) }
        ) { endpoint in
            let database = try await TestDatabase.migrated()
            let file = try registry(port: endpoint.port, more)
            let environment = environment(endpoint, file).merging(settings) { $1 }
            let server = try await ServerUnderTest.start(
                on: database,
                arguments,
                environment: environment
            )
            let result: Result<Void, any Error>
            do {
                let key = try await server.newKey("owner", owner: owner)
                try await body(ToolsUnderTest(server: server, endpoint: endpoint, key: key))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try await ProxyUnderTest.stop(server)
            try await database.drop()
            try result.get()
        }
    }

    /// The same service anew, on the same database.
    func restarted() async throws -> ToolsUnderTest {
        try await ProxyUnderTest.stop(server)
        let file = try Self.registry(port: endpoint.port, "")
        let again = try await ServerUnderTest.start(
            on: server.database,
            environment: Self.environment(endpoint, file)
        )
        return ToolsUnderTest(server: again, endpoint: endpoint, key: key)
    }

    private static func environment(
        _ endpoint: ScriptedEndpoint,
        _ file: URL
    ) -> [String: String] {
        [
            "REDLINE_AI_URL": endpoint.url, "REDLINE_AI_MODEL": "asked-model",
            "REDLINE_AI_KEY": "sk-upstream", "REDLINE_AI_ATTEMPTS": "1",
            "REDLINE_TOOLS": file.path, "WEATHER_KEY": "weather-secret",
        ]
    }

    private static func registry(port: Int, _ more: String) throws -> URL {
        let origin = "http://127.0.0.1:\(port)"
        let text = #"""
            {"instructions": "You help with deliveries.",
            "tools": [
            {"name": "weather", "description": "The weather of a place.", "method": "GET",
            "url": "\#(origin)/weather/{place}", "allow_private_addresses": true,
            "headers_from_environment": {"X-Key": "WEATHER_KEY"}, "send_user_id": true,
            "parameters": {"type": "object", "properties": {"place": {"type": "string"},
            "days": {"type": "integer", "minimum": 1}}, "required": ["place"]}},
            {"name": "cancel", "description": "Cancels an order.", "method": "POST",
            "url": "\#(origin)/cancel", "allow_private_addresses": true, "timeout_seconds": 5,
            "parameters": {"type": "object", "properties": {"order": {"type": "integer"}},
            "required": ["order"]}},
            {"name": "guarded", "description": "Lies at a name of this machine.", "method": "GET",
            "url": "https://localhost:\#(port)/guarded"}]\#(more)}
            """#
        let file = Scratch.folder.appending(path: "tools-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        return file
    }

    /// Sends a message; the answer may be an error.
    func ask(
        _ message: String,
        thread: String? = nil,
        _ headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        var body: [String: JSON] = ["message": .string(message)]
        if let thread { body["thread_id"] = .string(thread) }
        return try await send(Self.path, .object(body), headers)
    }

    /// Has an action done; the answer may be an error.
    func route(_ action: String, _ params: JSON) async throws -> HTTPAnswer {
        try await send(Self.router, ["action": .string(action), "params": params])
    }

    func send(
        _ path: String,
        _ body: JSON,
        _ headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let answer = try await server.client.send(
            HTTPRequest(
                method: "POST",
                path: path,
                headers: ["Authorization": "Bearer \(key)"].merging(headers) { $1 },
                body: Array(try body.text.utf8)
            )
        )
        #expect(try Innards.found(in: answer) == nil, "\(answer.text)")
        return answer
    }

    /// The owner's interactions, oldest first.
    func interactions() async throws -> [JSON] {
        let answer = try await server.get("/api/v1/interactions?limit=1000", key)
        return try answer.json["interactions"].elements.reversed()
    }

    /// What the AI was asked, in order.
    var questions: [JSON] {
        get throws {
            try endpoint.requests.filter(\.isOfModel).map { try JSON(parsing: $0.body) }
        }
    }

    /// What the tools were asked.
    var toolRequests: [ScriptedEndpoint.Received] { endpoint.requests.filter { !$0.isOfModel } }
}

extension ScriptedEndpoint.Received {
    var isOfModel: Bool { head.hasPrefix("POST /v1/chat/completions ") }

    /// The messages that came after the last of a user, and that itself.
    var turn: [JSON] {
        let messages = (try? JSON(parsing: body))?["messages"].elements ?? []
        let last = messages.lastIndex { $0["role"] == "user" } ?? 0
        return Array(messages[last...])
    }
}

extension ScriptedEndpoint {
    /// An answer that calls tools: name and arguments of each.
    static func calls(_ calls: [(String, String)]) -> [Step] {
        let list = calls.enumerated().map { place, call -> JSON in
            [
                "id": .string("call_\(place)"), "type": "function",
                "function": ["name": .string(call.0), "arguments": .string(call.1)],
            ]
        }
        let body: JSON = [
            "model": "test-model-2026",
            "choices": [
                [
                    "message": [
                        "role": "assistant", "content": nil, "tool_calls": .array(list),
                    ], "finish_reason": "tool_calls",
                ]
            ], "usage": ["prompt_tokens": 100, "completion_tokens": 10],
        ]
        return http(200, (try? body.text) ?? "")
    }
}
