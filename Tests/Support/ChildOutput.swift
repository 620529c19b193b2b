import Foundation

/// What a program that ran to its end wrote.
public struct ChildOutput: Sendable {
    /// As that of `ChildProcess`.
    public let status: Int32
    /// What it wrote.
    public let bytes: [UInt8]

    /// What it wrote, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Which of its two streams is kept; the other one goes nowhere.
    public enum Stream: Sendable {
        case output
        case error
    }

    /// Runs a program, on this thread, and keeps what it writes on one stream.
    ///
    /// - Throws: `ChildProcessError` where it cannot be started.
    public init(
        of executable: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        keeping stream: Stream = .output
    ) throws {
        let pipe = try ClosedPipe()
        defer { pipe.close() }
        let child = try ChildProcess(
            executable,
            arguments,
            environment: environment,
            output: stream == .output ? pipe.writing.fileDescriptor : nil,
            error: stream == .error ? pipe.writing.fileDescriptor : nil
        )
        try pipe.writing.close()
        bytes = [UInt8](try pipe.reading.readToEnd() ?? Data())
        status = child.wait()
    }

    /// Runs a program, on a thread of its own, as those that Swift shares out are few.
    ///
    /// - Throws: `ChildProcessError` where it cannot be started.
    public static func of(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        keeping stream: Stream = .output
    ) async throws -> ChildOutput {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try ChildOutput(
                            of: executable,
                            arguments,
                            environment: environment,
                            keeping: stream
                        )
                    }
                )
            }
        }
    }
}
