import Foundation

/// A program that was started, with files in place of pipes: a pipe that a neighbour inherited
/// would not end with the program.
final class RunningCommand: Sendable {
    let pid: pid_t
    let standardOutput: URL
    let standardError: URL
    private let exit: Task<Int32, Never>

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
        let base = Scratch.folder.appending(path: UUID().uuidString)
        let input = base.appendingPathExtension("in")
        standardOutput = base.appendingPathExtension("out")
        standardError = base.appendingPathExtension("err")
        try Data(stdin).write(to: input)
        try Data().write(to: standardOutput)
        try Data().write(to: standardError)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [executable] + arguments
        process.environment = Self.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder ?? Scratch.folder
        let streams = [
            try FileHandle(forReadingFrom: input),
            try FileHandle(forWritingTo: standardOutput),
            try FileHandle(forWritingTo: standardError),
        ]
        // Foundation keeps a process that was started, and what it holds, for good; and where this
        // process has more than 1,300 files open, it reads beyond the end of their list.
        defer {
            for stream in streams { try? stream.close() }
        }
        process.standardInput = streams[0]
        process.standardOutput = streams[1]
        process.standardError = streams[2]
        let (ends, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            let isKilled = process.terminationReason == .uncaughtSignal
            end.yield(isKilled ? -process.terminationStatus : process.terminationStatus)
            end.finish()
        }
        try process.run()
        try FileManager.default.removeItem(at: input)
        pid = process.processIdentifier
        exit = Task {
            for await status in ends { return status }
            return Int32.min
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: standardOutput)
        try? FileManager.default.removeItem(at: standardError)
    }

    /// The exit status once the program has ended; for a signal, its number below zero.
    var status: Int32 {
        get async { await exit.value }
    }

    /// What it has said on standard error so far.
    var said: String {
        get throws { String(decoding: try Data(contentsOf: standardError), as: UTF8.self) }
    }

    func signal(_ number: Int32) {
        kill(pid, number)
    }

    private static let environment = ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("REDLINE_") }
        .merging(["REDLINE_HOME": Scratch.folder.appending(path: "home").path]) { $1 }
}
