import Foundation
import Testing

@Suite("Roles", .serving())
struct RoleTests {
    @Test("are written down for every route that there is")
    func table() async throws {
        let server = try ServerUnderTest.current
        let paths = try await server.get("/openapi.json", nil).json["paths"]
        var routes: Set<String> = []
        for path in paths.names {
            for method in paths[path].names {
                routes.insert("\(method.uppercased()) \(path)")
                let roles = paths[path][method]["x-roles"].elements.compactMap(\.string)
                let expected = RouteRoles.allowed["\(method.uppercased()) \(path)"]
                #expect(
                    roles.isEmpty ? expected == RouteRoles.anybody : expected == Set(roles),
                    "\(method) \(path)"
                )
            }
        }
        #expect(routes == Set(RouteRoles.allowed.keys))
    }

    @Test("open what they are for and nothing else", arguments: RouteRoles.allowed.keys.sorted())
    func access(route: String) async throws {
        let server = try ServerUnderTest.current
        let allowed = try #require(RouteRoles.allowed[route])
        let isOpen = allowed == RouteRoles.anybody
        for role in RouteRoles.all {
            let key = try await server.key(
                role,
                owner: role == "owner" ? "roles@example.com" : nil
            )
            let answer = try await send(route, key)
            if isOpen || allowed.contains(role) {
                #expect(![401, 403, 405].contains(answer.status), "\(role): \(answer.text)")
            } else {
                #expect(answer.status == 403, "\(role): \(answer.text)")
            }
        }
        // A minute has room for a hundred wrong keys of one address: each route meets one of these.
        let place = RouteRoles.allowed.keys.sorted().firstIndex(of: route) ?? 0
        let former = try await place.isMultiple(of: 2) ? revoked() : expired()
        for key in [nil, "rl_unknown", former] {
            let answer = try await send(route, key)
            if isOpen {
                #expect(answer.status == 200, "\(answer.text)")
            } else {
                #expect(answer.status == 401, "\(key ?? "no key"): \(answer.text)")
            }
        }
    }

    @Test("end with the key: once it is revoked, it opens nothing within two seconds")
    func revocation() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.newKey("analyst", name: "to be revoked")
        #expect(try await server.get("/api/v1/reports", key).status == 200)
        let id = try await id(ofKeyNamed: "to be revoked")
        #expect(try await server.database.redline(["keys", "revoke", id]).status == 0)
        try await Task.sleep(for: .seconds(2))
        try await server.get("/api/v1/reports", key).expectProblem(401, "unauthorized")
    }

    @Test("end with the key: once it has run out, it opens nothing")
    func expiry() async throws {
        let server = try ServerUnderTest.current
        let end = Date.now + 4
        let result = try await server.database.redline(
            ["keys", "create", "--role", "analyst", "--expires", end.formatted(.iso8601)]
        )
        let key = result.text.trimmingCharacters(in: .newlines)
        let before = try await server.get("/api/v1/reports", key)
        #expect(before.status == 200 || Date.now >= end)
        try await Task.sleep(for: .seconds(max(0, end.timeIntervalSinceNow) + 0.1))
        try await server.get("/api/v1/reports", key).expectProblem(401, "unauthorized")
    }

    @Test("are kept without the key itself")
    func secrets() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.newKey("miner", name: "kept")
        let stored = try await server.database.rows("select k::text from redline.api_key k")
        #expect(!stored.isEmpty)
        for secret in [key, server.admin] {
            #expect(!stored.joined().contains { $0?.contains(secret.dropFirst(3)) == true })
            #expect(try !server.command.said.dropFirst(200).contains(secret))
        }
        let listed = try await server.database.redline(["keys", "list"])
        #expect(!listed.text.contains(key))
    }

    private func send(_ route: String, _ key: String?) async throws -> HTTPAnswer {
        let server = try ServerUnderTest.current
        let parts = route.split(separator: " ")
        let path = String(parts[1]).replacing("{id}", with: UUID().uuidString)
            .replacing("{name}", with: "editing_rate")
            .replacing("{owner}", with: "roles@example.com")
            .replacing("{document_id}", with: "a_document")
        let body: [UInt8]? = ["POST", "PUT"].contains(parts[0]) ? Array("{}".utf8) : nil
        return try await server.send(String(parts[0]), path, key, body)
    }

    private func id(ofKeyNamed name: String) async throws -> String {
        let rows = try await ServerUnderTest.current.database.rows(
            "select key_id from redline.api_key where name = '\(name)'"
        )
        return try #require(rows.first?.first ?? nil)
    }

    private func revoked() async throws -> String {
        let server = try ServerUnderTest.current
        let name = UUID().uuidString
        let key = try await server.newKey("admin", name: name)
        let id = try await id(ofKeyNamed: name)
        #expect(try await server.database.redline(["keys", "revoke", id]).status == 0)
        return key
    }

    private func expired() async throws -> String {
        let server = try ServerUnderTest.current
        let result = try await server.database.redline(
            ["keys", "create", "--role", "admin", "--expires", "2026-01-01"]
        )
        #expect(result.status == 0)
        return result.text.trimmingCharacters(in: .newlines)
    }
}
