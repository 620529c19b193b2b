import Foundation
import TestSupport

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
        let outcome = try await ChildOutput.of(
            words[0],
            words.dropFirst() + [path] + arguments,
            environment: environment(database)
        )
        return Outcome(status: outcome.status, output: outcome.text)
    }

    /// Starts it with its messages on that stream.
    static func start(
        _ arguments: [String],
        database: String?,
        messages: Int32
    ) throws -> ChildProcess {
        try ChildProcess(
            words[0],
            words.dropFirst() + [path] + arguments,
            environment: environment(database),
            error: messages
        )
    }

    /// It ends by itself after some minutes, whatever becomes of the test: where the machine has
    /// other work, the demo takes its time.
    private static let words = ["timeout", "300"]

    private static func environment(_ database: String?) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["REDLINE_DATABASE_URL"] = database
        return environment
    }

    /// Runs work that blocks on a thread of its own.
    static func offTheSharedThreads<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result(catching: work))
            }
        }
    }
}
