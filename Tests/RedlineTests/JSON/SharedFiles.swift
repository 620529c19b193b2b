import Foundation
import TestSupport
import Testing

/// The public data that some tests are run on, where the environment names their folder.
enum SharedFiles {
    static let folder = ProcessInfo.processInfo.environment["REDLINE_DATA_DIR"].map {
        URL(filePath: $0, directoryHint: .isDirectory)
    }

    static func bytes(of path: String) throws -> [UInt8] {
        let file = try #require(folder).appending(path: path)
        guard path.hasSuffix(".gz") else { return [UInt8](try Data(contentsOf: file)) }
        let output = try ChildOutput(of: "zcat", [file.path(percentEncoded: false)])
        try #require(output.status == 0)
        return output.bytes
    }

    /// The lines of an NDJSON file that are not empty.
    static func lines(of path: String) throws -> [[UInt8]] {
        try bytes(of: path).split(separator: UInt8(ascii: "\n")).map { [UInt8]($0) }
    }

    static func names(in path: String) throws -> [String] {
        let place = try #require(folder).appending(path: path)
        return try FileManager.default
            .contentsOfDirectory(atPath: place.path(percentEncoded: false)).sorted()
    }
}
