import Foundation
import Testing

@Suite("The command: SIGHUP")
struct HangUpTests {
    @Test("a service that was started in a terminal ends with it")
    func terminal() async throws {
        let database = try await TestDatabase.migrated()
        let spool = Scratch.folder.appending(path: UUID().uuidString).path
        let serve = "'\(Redline.binary)' serve --listen 127.0.0.1:0 --spool '\(spool)'"
        let terminal = try RunningCommand(
            "script",
            ["-qfec", "echo pid=$$; exec \(serve)", "/dev/null"],
            environment: ["REDLINE_DATABASE_URL": database.url]
        )
        let output = terminal.standardOutput
        var said = ""
        let started = ContinuousClock.now + .seconds(30)
        while !said.contains("redline listens on"), ContinuousClock.now < started {
            try await Task.sleep(for: .milliseconds(20))
            said = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        }
        try #require(said.contains("redline listens on"), "\(said)")
        let pid = try #require(said.firstMatch(of: /pid=(\d+)/).flatMap { pid_t($0.1) })
        let port = try #require(
            said.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
        )

        // Somebody who wants it to read its files; the terminal is still there.
        kill(pid, SIGHUP)
        let obeyed = ContinuousClock.now + .seconds(30)
        while !said.contains("keys are looked up anew"), ContinuousClock.now < obeyed {
            try await Task.sleep(for: .milliseconds(20))
            said = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        }
        #expect(said.contains("keys are looked up anew"))

        terminal.signal(SIGKILL)
        let ended = ContinuousClock.now + .seconds(30)
        while (try? HTTPConnection(port: port)) != nil, ContinuousClock.now < ended {
            try await Task.sleep(for: .milliseconds(20))
        }
        let listens = (try? HTTPConnection(port: port)) != nil
        #expect(!listens)
        if listens { kill(pid, SIGKILL) }
        try await database.drop()
    }
}
