import Foundation

/// The shared test data, where the environment says where it lies.
enum SharedData {
    static let folder = ProcessInfo.processInfo.environment["REDLINE_DATA_DIR"].map {
        URL(filePath: $0, directoryHint: .isDirectory)
    }

    static var isThere: Bool { folder != nil }

    static func file(_ path: String) -> URL {
        (folder ?? URL(filePath: "/nowhere")).appending(path: path)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: file(path)))
    }

    /// Runs one of the Python scripts that lie beside the tests.
    static func python(_ script: String, _ arguments: [String]) async throws -> CommandResult {
        let path = Redline.root.appending(path: "Tests/Data/\(script)").path
        return try await CommandResult.of("python3", [path] + arguments)
    }
}
