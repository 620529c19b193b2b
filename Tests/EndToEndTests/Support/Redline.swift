import Foundation

/// The built command.
enum Redline {
    /// `REDLINE_BINARY`, or the executable that was built beside these tests.
    static let binary: String = {
        if let named = ProcessInfo.processInfo.environment["REDLINE_BINARY"] { return named }
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let folders = [beside, root.appending(path: ".build/debug")]
        let found = folders.map { $0.appending(path: "redline").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return found ?? "redline"
    }()

    /// The root of the repository, where `queries/` is.
    static let root: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// Runs the command to its end.
    static func run(
        _ arguments: [String],
        stdin: [UInt8] = [],
        environment: [String: String] = [:]
    ) async throws -> CommandResult {
        try await CommandResult.of(binary, arguments, stdin: stdin, environment: environment)
    }
}
