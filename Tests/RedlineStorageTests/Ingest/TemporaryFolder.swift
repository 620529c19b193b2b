import Foundation
import TestSupport
import Testing

/// A folder for the files of one test, removed afterwards.
struct TemporaryFolder: Sendable {
    let path: String

    static func with<Value>(
        _ test: (TemporaryFolder) async throws -> Value
    ) async throws -> Value {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "redline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await test(TemporaryFolder(path: url.path))
    }

    /// Writes a file and gives back its path.
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Writes a text's UTF-8 as a file and gives back its path.
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }

    /// The bytes of a file, packed by gzip.
    func gzip(_ bytes: [UInt8]) async throws -> [UInt8] {
        let file = try write("plain-\(UUID().uuidString)", bytes)
        let program = try ChildProcess("gzip", ["--force", file])
        try #require(await program.status == 0)
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(file).gz")))
    }
}
