import Foundation

/// A program of the tests' own, which is built beside them.
enum BuiltProgram {
    static func path(_ name: String) throws -> String {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let folders = [beside, Redline.root.appending(path: ".build/debug")]
        let found = folders.map { $0.appending(path: name).path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { throw SetupFailure("\(name) is not built") }
        return found
    }
}
