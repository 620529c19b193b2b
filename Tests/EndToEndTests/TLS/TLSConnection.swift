import Foundation

/// One connection over TLS, by `openssl s_client`, that stays open from request to request.
final class TLSConnection: Sendable {
    private let command: RunningCommand
    private let requests: FileHandle

    init(port: Int) throws {
        let pipe = Scratch.folder.appending(path: "\(UUID().uuidString).pipe").path
        guard mkfifo(pipe, 0o600) == 0 else { throw SetupFailure("mkfifo: errno \(errno)") }
        command = try RunningCommand(
            "sh",
            ["-c", "exec openssl s_client -connect 127.0.0.1:\(port) -ign_eof < '\(pipe)'"]
        )
        // For reading too, so that opening it waits for nobody.
        guard let handle = FileHandle(forUpdatingAtPath: pipe) else {
            throw SetupFailure("no pipe to openssl")
        }
        requests = handle
    }

    deinit { command.signal(SIGKILL) }

    /// Sends a request and waits until that many answers in all have come.
    func get(_ path: String, answers: Int) async throws -> Bool {
        try requests.write(
            contentsOf: Data("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        )
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try said.matches(of: /HTTP\/1\.1 200 OK/).count == answers { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    var said: String {
        get throws {
            String(decoding: try Data(contentsOf: command.standardOutput), as: UTF8.self)
        }
    }
}
