import Foundation

/// A folder of this process's own for files.
enum Scratch {
    static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "redline-e2e-\(ProcessInfo.processInfo.processIdentifier)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Scratch.folder) }
        return folder
    }()

    /// A new file of that content.
    static func file(_ content: [UInt8], _ ending: String = "ndjson") throws -> URL {
        let file = folder.appending(path: "\(UUID().uuidString).\(ending)")
        try Data(content).write(to: file)
        return file
    }
}
