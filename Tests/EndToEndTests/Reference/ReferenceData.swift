import Foundation

/// A data set in a database of its own, and the reports on it.
struct ReferenceData {
    let database: TestDatabase

    /// Records what a script makes of a file of the shared data.
    init(_ script: String, _ path: String, _ options: [String] = []) async throws {
        database = try await TestDatabase.migrated()
        let lines = try await Mapped.lines(script, path, options)
        let result = try await database.redline(
            ["ingest"],
            stdin: Array(lines.joined(separator: "\n").utf8)
        )
        guard result.status == 0 else { throw SetupFailure("\(path): \(result.stderr)") }
    }

    /// A report's answer.
    func report(_ arguments: String...) async throws -> JSON {
        try await answer(arguments)
    }

    /// The only row of a report.
    func row(_ arguments: String...) async throws -> JSON {
        try await onlyRow(arguments)
    }

    /// The only row of a report as of now, which is counted from the records and not the roll-ups.
    func rowFromRecords(_ arguments: String...) async throws -> JSON {
        let now = try await answer(arguments)["generated_at"].string ?? ""
        return try await onlyRow(arguments + ["--as-of", now])
    }

    private func onlyRow(_ arguments: [String]) async throws -> JSON {
        let rows = try await answer(arguments)["rows"].elements
        guard rows.count == 1 else { throw SetupFailure("\(arguments): \(rows.count) rows") }
        return rows[0]
    }

    private func answer(_ arguments: [String]) async throws -> JSON {
        let result = try await database.redline(["report"] + arguments + ["--format", "json"])
        guard result.status == 0 else { throw SetupFailure("\(arguments): \(result.stderr)") }
        return try JSON(parsing: result.stdout)
    }

    /// What the references say.
    static func reference(_ name: String) throws -> JSON {
        try JSON(parsing: SharedData.bytes("reference/\(name).json"))
    }
}
