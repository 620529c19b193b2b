import Foundation
import Testing

/// Who did what can be found in the log, and nothing of what was sent.
@Suite("The log of requests", .serving())
struct AccessLogTests {
    /// The requests of the log by their ids; what was measured is checked for its form and left out.
    private func requests(_ server: ServerUnderTest) throws -> [String: [String: String]] {
        var requests: [String: [String: String]] = [:]
        for line in try server.command.said.split(separator: "\n")
        where line.hasSuffix(" request") || line.contains("] request") || line.contains(" request ")
        {
            var fields: [String: String] = [:]
            for match in line.matches(of: /([a-z.]+)=(\S+)/) {
                fields[String(match.1)] = String(match.2)
            }
            let milliseconds = fields.removeValue(forKey: "milliseconds").flatMap { Double($0) }
            #expect(milliseconds.map { $0 > 0 } == true, "\(line)")
            guard let id = fields.removeValue(forKey: "hb.request.id") else {
                Issue.record("a request without an id: \(line)")
                continue
            }
            #expect(requests[id] == nil, "one line a request")
            requests[id] = fields
        }
        return requests
    }

    @Test("has one line for each, with its id, its route and its key")
    func lines() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.newKey("owner", owner: "logged@example.com")
        let analyst = try await server.newKey("analyst")
        let keys = try await server.database.rows(
            "select key_id::text from redline.api_key order by created_at"
        ).compactMap { $0[0] }
        try #require(keys.count == 3)
        let record = Sample.interaction("hidden words", user: "logged@example.com", id: "hidden-id")
        let interactions = "/api/v1/interactions"
        let wrong = "rl_" + String(repeating: "x", count: 43)
        let id = "0190b5a4-7e2f-7c3d-8d1a-000000000000"
        let answers: [(answer: HTTPAnswer, method: String, route: String, key: String)] = [
            (try await server.get("/health", nil), "GET", "/health", "-"),
            (try await server.post(interactions, key, record), "POST", interactions, keys[1]),
            (
                try await server.get(interactions + "?q=hidden", analyst), "GET", interactions,
                keys[2]
            ),
            (try await server.get(interactions, wrong), "GET", interactions, "-"),
            (try await server.get(interactions, nil), "GET", interactions, "-"),
            (
                try await server.get("/api/v1/exports/\(id)", server.admin), "GET",
                "/api/v1/exports/{id}", keys[0]
            ),
            (try await server.get("/hidden/path", server.admin), "GET", "-", "-"),
            (try await server.send("DELETE", "/health", nil), "DELETE", "-", "-"),
        ]
        #expect(answers.map(\.answer.status) == [200, 201, 403, 401, 401, 404, 404, 405])
        let logged = try requests(server)
        for (answer, method, route, key) in answers {
            let id = try #require(answer.header("X-Request-Id"))
            #expect(id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
            #expect(
                logged[id] == [
                    "method": method, "route": route, "status": "\(answer.status)",
                    "bytes": "\(answer.body.count)", "key": key,
                ]
            )
        }
        #expect(logged.count == answers.count)
        for secret in ["hidden", "logged@", id, String(key.suffix(20)), String(wrong.suffix(20))] {
            #expect(try !server.command.said.contains(secret), "\(secret)")
        }
    }
}
