import Foundation

/// The built program.
enum Program {
    /// What came of a run.
    struct Outcome {
        let status: Int32
        let output: String
    }

    /// `REDLINE_BINARY`, or the debug build of this repository.
    static let path =
        ProcessInfo.processInfo.environment["REDLINE_BINARY"]
        ?? Repository.root.appending(path: ".build/debug/redline").path

    /// Runs it to its end, on a database where one is named.
    static func run(_ arguments: [String], database: String? = nil) async throws -> Outcome {
        let process = process([path] + arguments, database: database)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        return try await offTheSharedThreads {
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus,
                output: String(decoding: data, as: UTF8.self)
            )
        }
    }

    /// A process of the program that ends by itself after a minute, whatever becomes of the test.
    static func process(_ words: [String], database: String?) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["timeout", "60"] + words
        process.standardInput = FileHandle.nullDevice
        var environment = ProcessInfo.processInfo.environment
        environment["REDLINE_DATABASE_URL"] = database
        process.environment = environment
        return process
    }

    /// Runs work that blocks on a thread of its own, whose children hear signals.
    ///
    /// The threads that Swift shares out block signals, and threads and children inherit that.
    static func offTheSharedThreads<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var none = sigset_t()
                sigemptyset(&none)
                pthread_sigmask(SIG_SETMASK, &none, nil)
                continuation.resume(with: Result(catching: work))
            }
        }
    }
}
