import Foundation
import PackagePlugin

/// Turns the package's SQL files into Swift files of the target that applies the plugin.
///
/// `RedlineStorage` gets `migrations` as `EmbeddedMigrations` and `statements/recording` as
/// `EmbeddedStatements`; `RedlineAnalytics` gets `queries` as `EmbeddedQueries` and
/// `statements/reading` as `EmbeddedStatements`; `RedlineCompliance` gets `statements/compliance` and
/// `RedlineDatasets` `statements/datasets`, as `EmbeddedStatements`. Every file is an input of the
/// command, so that a changed one makes it run again. An added or removed one must make SwiftPM plan the build again,
/// and for that it watches nothing but the folders of targets: the symbolic links in `watched/`,
/// beside this file, put the folders of SQL inside this one.
@main
struct EmbedSQL: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let tool = try context.tool(named: "EmbedSQLTool").url
        return try sources(for: target).map { source in
            let folder = context.package.directoryURL.appending(path: source.folder)
            let output = context.pluginWorkDirectoryURL.appending(path: "\(source.type).swift")
            let files = try sqlFiles(in: folder)
            return .buildCommand(
                displayName: "Embed \(source.folder)",
                executable: tool,
                arguments: [source.folder, source.type, output.path] + files.map(\.path),
                inputFiles: files,
                outputFiles: [output]
            )
        }
    }

    private func sources(for target: any Target) throws -> [(folder: String, type: String)] {
        switch target.name {
        case "RedlineStorage":
            [
                ("migrations", "EmbeddedMigrations"),
                ("statements/recording", "EmbeddedStatements"),
            ]
        case "RedlineCompliance": [("statements/compliance", "EmbeddedStatements")]
        case "RedlineAnalytics":
            [("queries", "EmbeddedQueries"), ("statements/reading", "EmbeddedStatements")]
        case "RedlineDatasets": [("statements/datasets", "EmbeddedStatements")]
        default: throw EmbedSQLError.noFolder(target: target.name)
        }
    }

    /// The folder's SQL files, sorted; an odd spelling of the extension is left to the tool to refuse.
    private func sqlFiles(in folder: URL) throws -> [URL] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw EmbedSQLError.unreadable(folder: folder.path)
        }
        return
            names
            .filter { $0.lowercased().hasSuffix(".sql") && !$0.hasPrefix(".") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { folder.appending(path: $0) }
    }
}

private enum EmbedSQLError: Error, CustomStringConvertible {
    case noFolder(target: String)
    case unreadable(folder: String)

    var description: String {
        switch self {
        case .noFolder(let target):
            "EmbedSQL has no SQL folder for the target \(target): name one in Plugins/EmbedSQL/EmbedSQL.swift"
        case .unreadable(let folder):
            "EmbedSQL cannot list \(folder): make the folder, or take the plugin off the target"
        }
    }
}
