import Foundation

/// The shared test data, where the environment says where it lies.
enum SharedData {
    static let folder = ProcessInfo.processInfo.environment["REDLINE_DATA_DIR"].map {
        URL(filePath: $0, directoryHint: .isDirectory)
    }

    static var isThere: Bool { folder != nil }

    static func text(_ path: String) throws -> String {
        let folder = folder ?? URL(filePath: "/nowhere")
        return String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
    }
}
