import Foundation

/// A folder of templates that goes away again.
final class TemplateFolder {
    let path = "\(NSTemporaryDirectory())/redline-templates-\(UUID().uuidString)"

    /// A folder with one template of these files.
    init(_ files: [String: String], named name: String = "own") throws {
        let folder = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (file, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: file))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
