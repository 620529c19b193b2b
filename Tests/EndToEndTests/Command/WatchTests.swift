import Foundation
import Testing

@Suite("The command: redline report --watch")
struct WatchTests {
    @Test("shows the report again, with what came in meanwhile, until it is interrupted")
    func plain() async throws {
        let database = try await TestDatabase.migrated()
        let watching = try RunningCommand(
            Redline.binary,
            ["report", "funnel", "--by", "owner", "--watch", "0.1"],
            environment: ["REDLINE_DATABASE_URL": database.url]
        )
        try await wait { try output(watching).contains("\n0 rows") }
        var summary = Sample.summary(owner: "watched@example.com")
        summary["stage"] = "initial_ai_summary"
        let recorded = try await database.redline(
            ["ingest", "-"],
            stdin: Array((try summary.text + "\n").utf8)
        )
        #expect(recorded.status == 0, "\(recorded.stderr)")
        try await wait { try output(watching).contains("watched@example.com") }
        let said = try output(watching)
        #expect(said.hasPrefix("How far workflows get\n"))
        #expect(said.components(separatedBy: "\n\nHow far workflows get\n").count > 1)
        #expect(!said.contains("\u{1B}"))
        watching.signal(SIGINT)
        #expect(try await watching.status == -SIGINT)
        try await database.drop()
    }

    @Test("draws the screen of a terminal anew")
    func screen() async throws {
        let database = try await TestDatabase.migrated()
        let watching = try RunningCommand(
            "script",
            ["-qfec", "exec '\(Redline.binary)' report funnel --watch 0.1", "/dev/null"],
            environment: ["REDLINE_DATABASE_URL": database.url]
        )
        try await wait { try output(watching).contains("\u{1B}[J\u{1B}[H") }
        let said = try output(watching)
        #expect(said.hasPrefix("\u{1B}[2J\u{1B}[H"))
        #expect(said.components(separatedBy: "\u{1B}[2J").count == 2)
        watching.signal(SIGTERM)
        _ = try await watching.status
        try await database.drop()
    }

    @Test(
        "goes with a table of one report alone",
        arguments: [
            ["funnel", "--watch", "--format", "csv"], ["funnel", "--watch", "--psql"], ["--watch"],
            ["funnel", "--watch", "0"], ["funnel", "--watch", "soon"], ["funel", "--watch"],
        ]
    )
    func refuses(arguments: [String]) async throws {
        let database = try await TestDatabase.migrated()
        let result = try await database.redline(["report"] + arguments)
        #expect(result.status == 64, "\(result.stderr)")
        try await database.drop()
    }

    private func output(_ command: RunningCommand) throws -> String {
        String(decoding: try Data(contentsOf: command.standardOutput), as: UTF8.self)
    }

    private func wait(until isThere: () throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try isThere() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw SetupFailure("the report does not come")
    }
}
