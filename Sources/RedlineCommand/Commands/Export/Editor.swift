import Foundation
import Redline

/// The person's own editor, for the part of an export that is theirs.
struct Editor {
    /// The command, as a shell takes it.
    let command: String

    /// What `VISUAL` or `EDITOR` names, or vi.
    init() {
        let environment = ProcessInfo.processInfo.environment
        let named = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self)
        command = named.first { !$0.isEmpty } ?? "vi"
    }

    /// Has data edited until they are JSON, or the person leaves them as they are not.
    ///
    /// - Returns: The data, and for how many seconds the editor was open.
    /// - Throws: `CommandError` where there is no editor, it fails, or what it leaves is no JSON.
    func edit(_ data: JSONView) throws -> (data: JSONDocument, seconds: Double) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "redline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "data.json")
        try Data(IndentedJSON.text(of: data).utf8).write(to: file)
        let start = ContinuousClock.now
        while true {
            try open(file.path)
            let bytes = [UInt8](try Data(contentsOf: file))
            do {
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                return (try JSONDocument(parsing: bytes), seconds)
            } catch {
                Messages.say("what was saved is no JSON: \(error)")
                guard isatty(STDIN_FILENO) == 1 else {
                    throw CommandError("the edited data cannot be read; nothing of it was recorded")
                }
                Messages.say("Return to edit it once more, or Ctrl-D to leave: ")
                guard readLine() != nil else {
                    throw CommandError("the edited data cannot be read; nothing of it was recorded")
                }
            }
        }
    }

    /// Runs the editor on a file, on this terminal, and waits for it.
    private func open(_ path: String) throws {
        // Ctrl-C is for the editor alone.
        let interrupt = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, interrupt) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let words = ["sh", "-c", "\(command) \"$1\"", "sh", path]
        let arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", nil, &attributes, arguments, environ)
        guard code == 0 else {
            throw CommandError("the editor cannot be started: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { throw CommandError("the editor was lost sight of") }
        }
        guard status == 0 else {
            throw CommandError(
                "the editor \(command) ended with an error; set EDITOR to another, or give the "
                    + "edited data with --edited"
            )
        }
    }
}
