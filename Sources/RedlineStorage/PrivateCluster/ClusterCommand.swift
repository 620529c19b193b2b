import Foundation

/// One run of a program of PostgreSQL, in a clean environment.
struct ClusterCommand {
    /// How a run ended: the exit status, and standard output and error as one text.
    struct Outcome {
        let status: Int32
        let output: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
        var succeeded: Bool { status == 0 }
    }

    /// The program's absolute path, then its arguments.
    var words: [String]
    /// What the program reads on its standard input.
    var input = ""

    /// Runs the program to its end; `onWait` is called each second with the seconds gone by.
    func run(onWait: (Int) -> Void = { _ in }) throws -> Outcome {
        // Files, not pipes: whatever goes on running may hold them without being waited for.
        let standardInput = try Self.openScratchFile()
        defer { close(standardInput) }
        let standardOutput = try Self.openScratchFile()
        defer { close(standardOutput) }
        try FileHandle(fileDescriptor: standardInput).write(contentsOf: Data(input.utf8))
        lseek(standardInput, 0, SEEK_SET)

        let pid = try spawn(reading: standardInput, writing: standardOutput)
        let start = ContinuousClock.now
        var seconds = 0
        var status: Int32 = 0
        while true {
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { break }
            // Somebody has waited for it already, or nobody may: how it ended is lost.
            if ended < 0 && errno != EINTR {
                status = 127 << 8
                break
            }
            usleep(1000)
            let elapsed = Int((ContinuousClock.now - start).components.seconds)
            if elapsed > seconds {
                seconds = elapsed
                onWait(seconds)
            }
        }
        lseek(standardOutput, 0, SEEK_SET)
        let output = try FileHandle(fileDescriptor: standardOutput).readToEnd() ?? Data()
        // The low seven bits are the signal that ended it, if one did.
        let signal = status & 0x7f
        return Outcome(
            status: signal == 0 ? status >> 8 & 0xff : 128 + signal,
            output: String(decoding: output, as: UTF8.self)
        )
    }

    /// Opens a file without a name, which goes when it is closed.
    private static func openScratchFile() throws -> Int32 {
        let path = "/tmp/redline-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFolder.notUsable("/tmp", errno) }
        unlink(path)
        return descriptor
    }

    // Foundation's Process waits for all that the program has started too, which for a server is
    // forever.
    private func spawn(reading input: Int32, writing output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        )
        // The caller's folder may be one that the cluster's user cannot enter, which PostgreSQL
        // takes for an error.
        let shell = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"]
        var arguments = (shell + words).map { strdup($0) } + [nil]
        var environment = Self.cleanEnvironment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, &environment)
        guard code == 0 else {
            throw PrivateClusterError(
                .startFailed,
                "\(words.first ?? "") could not be run: \(String(cString: strerror(code)))."
            )
        }
        return pid
    }

    /// The absolute path of a program in the folders where systems keep theirs.
    static func find(_ program: String) -> String? {
        for folder in [
            "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
        ] {
            let path = "\(folder)/\(program)"
            if access(path, X_OK) == 0 { return path }
        }
        return nil
    }

    // No PG* variable of the caller may reach these programs, and their messages are read in English.
    private static var cleanEnvironment: [String: String] {
        var environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C",
            "TZ": "UTC",
        ]
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        return environment
    }
}
