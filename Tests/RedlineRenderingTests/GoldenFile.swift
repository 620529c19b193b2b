import Foundation

/// A file of expected output, beside the tests.
struct GoldenFile {
    let name: String

    var bytes: [UInt8] {
        get throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent()
            return Array(try Data(contentsOf: folder.appending(path: "Golden/\(name)")))
        }
    }

    var text: String {
        get throws { String(decoding: try bytes, as: UTF8.self) }
    }
}
