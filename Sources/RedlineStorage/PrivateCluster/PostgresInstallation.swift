import Foundation

/// The server programs of one PostgreSQL on this machine.
struct PostgresInstallation: Equatable {
    /// The folder with `postgres`, `initdb` and `pg_ctl`.
    let folder: String
    /// The full version, such as `15.18`.
    let version: String

    /// The oldest major version that redline works with.
    static let oldestMajor = 15

    var major: Int { Int(version.prefix { $0.isNumber }) ?? 0 }

    func program(_ name: String) -> String { "\(folder)/\(name)" }

    /// The programs in a folder; nil where one is missing or does not tell its version.
    init?(folder: String) {
        for name in ["postgres", "initdb", "pg_ctl"] {
            guard access("\(folder)/\(name)", X_OK) == 0 else { return nil }
        }
        guard let version = Self.version(of: "\(folder)/postgres") else { return nil }
        self.folder = folder
        self.version = version
    }

    /// The version that a `postgres` program names, such as `15.18` or `18beta1`.
    static func version(of program: String) -> String? {
        guard let outcome = try? ClusterCommand(words: [program, "--version"]).run(),
            outcome.succeeded
        else { return nil }
        let words = outcome.output.split { $0 == " " || $0 == "\n" }
        return words.first { $0.first?.isNumber == true }.map(String.init)
    }

    /// The PostgreSQL to make a new cluster with: the newest there is.
    static func newest(environment: [String: String]) throws -> PostgresInstallation {
        let found = all(environment: environment).max { $0.major < $1.major }
        guard let found, found.major >= oldestMajor else {
            let seen = found.map { "Only PostgreSQL \($0.version) was found, in \($0.folder)." }
            throw PrivateClusterError(
                .postgresNotFound,
                seen ?? "No PostgreSQL server was found.",
                advice: "Install PostgreSQL \(oldestMajor) or newer (apt-get install postgresql), "
                    + "or set REDLINE_PG_BIN to the folder of its programs, "
                    + "or name a database with --database-url."
            )
        }
        return found
    }

    /// The PostgreSQL to run an existing cluster with: one of the version that made it.
    static func matching(
        dataFolder: String,
        environment: [String: String]
    ) throws -> PostgresInstallation {
        let contents = FileManager.default.contents(atPath: "\(dataFolder)/PG_VERSION") ?? Data()
        let made = String(decoding: contents, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard let major = Int(made) else {
            throw PrivateClusterError(
                .folderNotUsable,
                "\(dataFolder) does not look like the data of a PostgreSQL cluster.",
                advice: "Restore it, or move it out of the way to begin with an empty one."
            )
        }
        let installed = all(environment: environment) { $0.major == major }
        if let match = installed.last, match.major == major { return match }
        guard !installed.isEmpty else {
            throw PrivateClusterError(
                .postgresNotFound,
                "No PostgreSQL server was found.",
                advice: "Install PostgreSQL \(major), which made the data in \(dataFolder) "
                    + "(apt-get install postgresql-\(major)), or set REDLINE_PG_BIN."
            )
        }
        let versions = Set(installed.map(\.version)).sorted().joined(separator: ", ")
        throw PrivateClusterError(
            .versionMismatch,
            "The data in \(dataFolder) was made by PostgreSQL \(major); found is only \(versions).",
            advice: "Install PostgreSQL \(major) beside it (apt-get install postgresql-\(major)) "
                + "or set REDLINE_PG_BIN to its programs; to change over for good, "
                + "use pg_upgrade or pg_dump of the newer version."
        )
    }

    /// Everything that is installed, up to the first that is asked for.
    private static func all(
        environment: [String: String],
        until isWanted: (PostgresInstallation) -> Bool = { _ in false }
    ) -> [PostgresInstallation] {
        if let asked = environment["REDLINE_PG_BIN"], !asked.isEmpty {
            return [PostgresInstallation(folder: asked)].compactMap { $0 }
        }
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
            .filter { $0.hasPrefix("/") }
        var found: [PostgresInstallation] = []
        // pg_config is asked last, for it has to be run.
        for folders in [usualFolders() + path, nil] {
            for folder in folders ?? configuredFolder(path: path) {
                guard let installation = PostgresInstallation(folder: folder) else { continue }
                found.append(installation)
                if isWanted(installation) { return found }
            }
        }
        return found
    }

    private static func configuredFolder(path: [String]) -> [String] {
        let program = path.map { "\($0)/pg_config" }
            .first { (program: String) in access(program, X_OK) == 0 }
        guard let program,
            let outcome = try? ClusterCommand(words: [program, "--bindir"]).run(),
            outcome.succeeded
        else { return [] }
        return Array(outcome.lines.prefix(1))
    }

    private static func usualFolders() -> [String] {
        numbered(in: "/usr/lib/postgresql", suffix: "/bin")
            + numbered(in: "/usr", prefix: "pgsql-", suffix: "/bin")
            + numbered(in: "/usr/libexec", prefix: "postgresql", suffix: "")
            + ["/usr/local/pgsql/bin", "/usr/local/bin"]
    }

    /// Folders named for a major version, newest first.
    private static func numbered(in parent: String, prefix: String = "", suffix: String) -> [String]
    {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.filter { $0.hasPrefix(prefix) }
            .compactMap { Int($0.dropFirst(prefix.count)) }
            .sorted(by: >)
            .map { "\(parent)/\(prefix)\($0)\(suffix)" }
    }
}
