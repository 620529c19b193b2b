import Foundation
import Testing

/// Applications that record with `RedlineClient`, as they are started, killed and started again.
@Suite("The Swift client")
struct ClientTests {
    private static let patience = Duration.seconds(60)

    @Test("records an interaction and an export in a few lines, as its page says")
    func example() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("recorder")
        let folder = Scratch.folder.appending(path: UUID().uuidString).path
        let result = try await CommandResult.of(
            try BuiltProgram.path("RecordingExample"),
            [],
            environment: [
                "REDLINE_SERVER": "http://127.0.0.1:\(server.port)", "REDLINE_KEY": key,
                "OUTBOX_FOLDER": folder,
            ]
        )
        #expect(result.status == 0, "\(result.stderr)")
        #expect(result.text == "3 sent, 0 waiting\n")
        let calls = "select tool, status from redline.tool_call"
        #expect(try await database.rows(calls) == [["search_orders", "success"]])
        let history = try await database.redline(["history", "ana@example.com"])
        #expect(history.text.contains("INV-1042"))
        #expect(history.text.contains("awaiting_final_processing"))
        try await end(server)
        try await database.drop()
    }

    @Test("loses nothing and records nothing twice when the application is killed, again and again")
    func killedApplication() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("recorder")
        let file = Scratch.folder.appending(path: "\(UUID().uuidString)/outbox.sqlite").path
        var said: [String] = []
        for round in 0..<3 {
            let application = try start(server.port, file, key, from: round * 100_000)
            let wanted = 60 + 40 * round
            try await wait("\(wanted) records are on the disk") {
                try Self.ids(of: application).count >= wanted
            }
            application.signal(SIGKILL)
            #expect(try await application.status == -SIGKILL)
            said += try Self.ids(of: application)
        }
        try await sendTheRest(server.port, file, key)
        try await check(said, database)
        try await end(server)
        try await database.drop()
    }

    @Test("waits for a service that is killed, and goes on in order when it is back")
    func killedService() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.newKey("recorder")
        let file = Scratch.folder.appending(path: "\(UUID().uuidString)/outbox.sqlite").path
        let application = try start(server.port, file, key, from: 0)
        try await wait("100 records are stored") { try await database.recordCount() >= 100 }
        server.command.signal(SIGKILL)
        #expect(try await server.command.status == -SIGKILL)
        // It goes on taking records while nobody answers.
        let before = try Self.ids(of: application).count
        try await wait("100 more are on the disk") {
            try Self.ids(of: application).count >= before + 100
        }
        let next = try await ServerUnderTest.start(
            on: database,
            ["--listen", "127.0.0.1:\(server.port)"]
        )
        try await wait("they are stored, too") {
            try await database.recordCount() >= before + 100
        }
        application.signal(SIGKILL)
        #expect(try await application.status == -SIGKILL)
        try await sendTheRest(next.port, file, key)
        try await check(try Self.ids(of: application), database)
        let order = """
            select count(*) from (
              select occurred_at < lag(occurred_at) over (
                order by substr(user_message, 9)::int) as is_before
              from redline.interaction
            ) as i where is_before
            """
        #expect(try await database.count(order) == 0)
        try await end(next)
        try await database.drop()
    }

    private func start(
        _ port: Int,
        _ file: String,
        _ key: String,
        from first: Int,
        count: Int = 100_000
    ) throws -> RunningCommand {
        try RunningCommand(
            try BuiltProgram.path("RecordingApplication"),
            ["http://127.0.0.1:\(port)", file, "\(first)", "\(count)"],
            environment: ["REDLINE_KEY": key]
        )
    }

    /// Starts the application once more, which sends what it finds and ends.
    private func sendTheRest(_ port: Int, _ file: String, _ key: String) async throws {
        let last = try start(port, file, key, from: 0, count: 0)
        let status = try await last.status
        let said = try last.said
        #expect(status == 0, "\(said)")
        let tally = String(decoding: try Data(contentsOf: last.standardOutput), as: UTF8.self)
        #expect(tally.contains(/^\d+ \d+ 0 0\n$/), "\(tally)")
    }

    /// The ids of the records that an application has said to be on the disk.
    private static func ids(of application: RunningCommand) throws -> [String] {
        let text = String(decoding: try Data(contentsOf: application.standardOutput), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }

    /// All that was said to be on the disk is stored, each record once.
    private func check(_ said: [String], _ database: TestDatabase) async throws {
        let rows = try await database.rows(
            "select interaction_id, user_message from redline.interaction"
        )
        let ids = rows.compactMap { $0[0] }
        #expect(Set(said).subtracting(ids).isEmpty)
        #expect(Set(rows.compactMap { $0[1] }).count == rows.count, "none is there twice")
        // One that was on the disk and not yet said when the kill came may be there besides.
        #expect(ids.count >= said.count && ids.count <= said.count + 3)
    }

    private func wait(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while try await !isSo() {
            try #require(ContinuousClock.now < deadline, "\(what): not within a minute")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func end(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }
}
