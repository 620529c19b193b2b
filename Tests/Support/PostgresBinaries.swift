import Foundation

/// Finds the newest PostgreSQL server installed.
enum PostgresBinaries {
    static func find() throws -> String {
        let folders = debianFolders() + [pgConfigFolder(), pathFolder()].compactMap(\.self)
        for folder in folders where isExecutable("\(folder)/initdb") {
            return folder
        }
        throw TestClusterError("no PostgreSQL server is installed (initdb not found)")
    }

    /// A program of `PATH`.
    static func inPath(_ program: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in path.split(separator: ":") where isExecutable("\(folder)/\(program)") {
            return "\(folder)/\(program)"
        }
        return nil
    }

    private static func debianFolders() -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let sorted = versions.compactMap { Int($0) }.sorted(by: >)
        return sorted.map { "\(root)/\($0)/bin" }
    }

    private static func pgConfigFolder() -> String? {
        guard let program = inPath("pg_config") else { return nil }
        let said = try? ChildOutput(of: program, ["--bindir"]).text
        return said?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func pathFolder() -> String? {
        inPath("initdb").map { String($0.dropLast("/initdb".count)) }
    }

    private static func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }
}
