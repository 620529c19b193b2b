import Foundation

/// The repository that these tests lie in.
enum Repository {
    /// Its folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The documents, by their paths: those that people write.
    static let documents =
        ["README.md", "CHANGELOG.md"]
        + ((try? files(below: "docs", ending: ".md")) ?? []).filter { path in
            !path.hasPrefix("docs/reports/")
        }

    /// A file's text.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// A document.
    static func document(_ path: String) throws -> Markdown {
        Markdown(try text(path))
    }

    /// Whether a file or a folder is there.
    static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// The paths of the files below a folder, sorted; what builds and editors leave is not among
    /// them.
    static func files(below folder: String = "", ending: String = "") throws -> [String] {
        let base = root.appending(path: folder).path
        var paths: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: base).sorted() {
            guard !name.hasPrefix(".") || [".ci", ".swift-format"].contains(name) else { continue }
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            let file = root.appending(path: path).path
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
                continue
            }
            if isFolder.boolValue {
                paths += try files(below: path, ending: ending)
            } else if path.hasSuffix(ending) {
                paths.append(path)
            }
        }
        return paths
    }
}
