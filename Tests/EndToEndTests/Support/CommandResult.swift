import Foundation

/// What a program said and how it ended.
struct CommandResult: Sendable {
    let status: Int32
    let stdout: [UInt8]
    let stderr: String

    var text: String { String(decoding: stdout, as: UTF8.self) }

    /// Runs a program to its end.
    static func of(
        _ executable: String,
        _ arguments: [String],
        stdin: [UInt8] = [],
        environment: [String: String] = [:],
        folder: URL? = nil
    ) async throws -> CommandResult {
        let command = try RunningCommand(
            executable,
            arguments,
            stdin: stdin,
            environment: environment,
            folder: folder
        )
        let status = try await command.status
        return CommandResult(
            status: status,
            stdout: Array(try Data(contentsOf: command.standardOutput)),
            stderr: try command.said
        )
    }
}
