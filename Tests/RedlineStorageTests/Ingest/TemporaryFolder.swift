import Foundation
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
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "--force", file]
        process.standardInput = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        try #require(status == 0)
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(file).gz")))
    }
}
