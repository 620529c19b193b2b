import Foundation
import Testing

/// No room is left on the disk under the spool while the database is away: here files may not grow
/// beyond about a megabyte.
@Suite("While the disk is full")
struct FullDiskTests {
    private static let owner = "full@example.com"
    private static let path = "/api/v1/interactions"

    @Test("records are turned away with 503, and what was accepted before is stored in the end")
    func full() async throws {
        let database = try await TestDatabase.migrated()
        let folder = Scratch.folder.appending(path: "full").path
        let server = try await ServerUnderTest.start(
            on: database,
            ["--spool", folder],
            launcher: ["sh", "-c", "trap '' XFSZ; ulimit -f 2000; exec \"$0\" \"$@\""]
        )
        let key = try await server.newKey("owner", owner: Self.owner)
        var accepted = [try await post("known", server, key)]
        #expect(accepted[0].status == 201)
        try await database.setOpen(false)
        while accepted.count < 200 {
            let answer = try await post("full-\(accepted.count)", server, key)
            guard answer.status == 202 else { break }
            accepted.append(answer)
        }
        #expect((5..<100).contains(accepted.count))
        for _ in 0..<3 {
            let answer = try await post("turned-away", server, key)
            answer.expectProblem(503, "unavailable")
            #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 > 0)
            #expect(answer.text.contains("nothing was recorded"))
            #expect(try Innards.found(in: answer) == nil)
        }
        #expect(try await server.get("/health", nil).status == 200)
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)

        // There is room again, and the database is back.
        try await database.setOpen(true)
        let after = try await ServerUnderTest.start(on: database, ["--spool", folder])
        let deadline = ContinuousClock.now + .seconds(30)
        let stored = "select interaction_id from redline.interaction"
        while try await database.rows(stored).count < accepted.count,
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(50))
        }
        let found = Set(try await database.rows(stored).compactMap { $0[0] })
        #expect(found == Set(try accepted.compactMap { try $0.json["interaction_id"].string }))
        after.client.disconnect()
        after.command.signal(SIGTERM)
        #expect(try await after.command.status == 0)
        try await database.drop()
    }

    private func post(
        _ id: String,
        _ server: ServerUnderTest,
        _ key: String
    ) async throws -> HTTPAnswer {
        let message = String(repeating: "x", count: 40_000)
        let body = Array(try Sample.interaction(message, user: Self.owner, id: id).text.utf8)
        let headers = ["Authorization": "Bearer \(key)"]
        return try await server.client.send(
            HTTPRequest(method: "POST", path: Self.path, headers: headers, body: body)
        )
    }
}
