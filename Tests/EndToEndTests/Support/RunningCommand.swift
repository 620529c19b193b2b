import Foundation
import TestSupport

/// A program that was started, with files in place of pipes: a pipe that a neighbour inherited
/// would not end with the program.
final class RunningCommand: Sendable {
    let standardOutput: URL
    let standardError: URL
    private let child: ChildProcess
    private let words: [String]

    private static let patience = Duration.seconds(300)

    /// Starts a program: a path, or a name in `PATH`.
    ///
    /// `environment` is set over this process's own, which is without what names a database.
    init(
        _ executable: String,
        _ arguments: [String],
        stdin: [UInt8] = [],
        environment: [String: String] = [:],
        folder: URL? = nil
    ) throws {
        words = [executable] + arguments
        let base = Scratch.folder.appending(path: UUID().uuidString)
        let input = base.appendingPathExtension("in")
        standardOutput = base.appendingPathExtension("out")
        standardError = base.appendingPathExtension("err")
        try Data(stdin).write(to: input)
        try Data().write(to: standardOutput)
        try Data().write(to: standardError)
        let streams = [
            try FileHandle(forReadingFrom: input),
            try FileHandle(forWritingTo: standardOutput),
            try FileHandle(forWritingTo: standardError),
        ]
        defer {
            for stream in streams { try? stream.close() }
        }
        child = try ChildProcess(
            executable,
            arguments,
            environment: Self.environment.merging(environment) { $1 },
            folder: (folder ?? Scratch.folder).path,
            input: streams[0].fileDescriptor,
            output: streams[1].fileDescriptor,
            error: streams[2].fileDescriptor
        )
        try FileManager.default.removeItem(at: input)
    }

    deinit {
        try? FileManager.default.removeItem(at: standardOutput)
        try? FileManager.default.removeItem(at: standardError)
    }

    var pid: pid_t { child.pid }

    /// The exit status once the program has ended; for a signal, its number below zero.
    ///
    /// One that hangs is killed, so that it does not take all other tests with it.
    ///
    /// - Throws: `SetupFailure` with what its threads were at, where it took far too long.
    var status: Int32 {
        get async throws {
            let watch = Task {
                try await Task.sleep(for: Self.patience)
                let threads = self.threads
                signal(SIGKILL)
                return threads
            }
            let status = await child.status
            watch.cancel()
            guard let threads = try? await watch.value else { return status }
            throw SetupFailure("\(words) did not end; \(try said); its threads: \(threads)")
        }
    }

    /// Each thread's name, and where in the kernel and in which call it waits.
    private var threads: [String] {
        let tasks = "/proc/\(pid)/task"
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return ids.map { id in
            ["comm", "wchan", "syscall"].map { name in
                let fact = try? String(contentsOfFile: "\(tasks)/\(id)/\(name)", encoding: .utf8)
                return fact?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "?"
            }.joined(separator: " ")
        }
    }

    /// What it has said on standard error so far.
    var said: String {
        get throws { String(decoding: try Data(contentsOf: standardError), as: UTF8.self) }
    }

    func signal(_ number: Int32) {
        child.signal(number)
    }

    private static let environment = ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("REDLINE_") }
        .merging(["REDLINE_HOME": Scratch.folder.appending(path: "home").path]) { $1 }
}
