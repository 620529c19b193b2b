import Foundation

/// Shared data as records, by the scripts that lie beside the tests.
enum Mapped {
    /// The lines of records that a script makes of a file of the shared data.
    static func lines(
        _ script: String,
        _ path: String,
        _ options: [String] = []
    ) async throws
        -> [String]
    {
        let result = try await SharedData.python(
            script,
            [SharedData.file(path).path] + options
        )
        guard result.status == 0 else { throw SetupFailure("\(script): \(result.stderr)") }
        return result.text.split(separator: "\n").map(String.init)
    }

    /// The lines of a packed file of the shared data.
    static func source(_ path: String) async throws -> [String] {
        let result = try await CommandResult.of("gzip", ["-dc", SharedData.file(path).path])
        guard result.status == 0 else { throw SetupFailure("gzip: \(result.stderr)") }
        return result.text.split(separator: "\n").map(String.init)
    }

    /// A report's JSON in a file, for a script to read.
    static func report(_ database: TestDatabase, _ arguments: [String]) async throws -> String {
        let result = try await database.redline(["report"] + arguments + ["--format", "json"])
        guard result.status == 0 else { throw SetupFailure("\(arguments): \(result.stderr)") }
        return try Scratch.file(result.stdout, "json").path
    }

    static let reports = [
        ["field_accuracy"], ["correction_patterns"], ["editing_rate", "--by", "document_type"],
        ["accuracy", "--by", "document_type"], ["editing_rate", "--by", "model"],
        ["funnel", "--by", "day,model"],
    ]
}
