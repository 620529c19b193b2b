import Foundation

/// A file of expected output, beside the tests.
enum GoldenFile {
    static func text(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try String(contentsOf: folder.appending(path: "Golden/\(name)"), encoding: .utf8)
    }
}
