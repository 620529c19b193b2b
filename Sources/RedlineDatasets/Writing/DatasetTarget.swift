import Foundation

/// Where a dataset is written: a folder, or a file with others beside it.
public struct DatasetTarget: Sendable, Equatable {
    /// The path as it was given.
    public let path: String
    /// As what it is registered, where it does not stay at its path.
    public var registeredName: String?
    private let isFolder: Bool

    /// Takes a folder, or a file whose name ends in `.jsonl` or `.ndjson`, perhaps with `.gz`.
    ///
    /// Nil for a file of another name.
    public init?(_ path: String) {
        guard !path.isEmpty else { return nil }
        self.path = path
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        let name = URL(filePath: path).lastPathComponent
        if path.hasSuffix("/") || (exists && isDirectory.boolValue) || !name.contains(".") {
            guard !exists || isDirectory.boolValue else { return nil }
            isFolder = true
        } else {
            guard name.wholeMatch(of: /.+\.(jsonl|ndjson)(\.gz)?/) != nil else { return nil }
            isFolder = false
        }
    }

    /// Whether its files are packed.
    var isPacked: Bool { !isFolder && path.hasSuffix(".gz") }

    /// The folder of all its files.
    var folder: URL {
        isFolder ? URL(filePath: path) : URL(filePath: path).deletingLastPathComponent()
    }

    /// Where it is looked for when it has to be recalled: the path from the root on, unless it has
    /// gone elsewhere.
    var registeredPath: String {
        registeredName ?? URL(filePath: path).standardizedFileURL.path
    }

    /// The file of one part.
    func data(_ part: String, of split: DatasetSplit) -> URL {
        guard !isFolder else { return folder.appending(path: "\(part).jsonl") }
        guard split.parts.count > 1 else { return URL(filePath: path) }
        let name = URL(filePath: path).lastPathComponent
        let stem = name.prefix { $0 != "." }
        return folder.appending(path: "\(stem)-\(part)\(name.dropFirst(stem.count))")
    }

    /// Which record each line is of.
    var records: URL { beside("records.jsonl") }
    /// What was asked for and what came of it.
    var manifest: URL { beside("manifest.json") }
    /// The dataset card.
    var card: URL { beside("README.md") }
    /// How far an export has come that is not done.
    var progress: URL { beside("export-progress.json") }

    private func beside(_ name: String) -> URL {
        isFolder ? folder.appending(path: name) : URL(filePath: "\(path).\(name)")
    }
}
