import Foundation
import TestSupport

/// The pages of documentation in `docs/reports`, as they have to be.
///
/// A page is what `redline report NAME --describe` says, the definitions of `docs/metrics.md`, and
/// the report on the sample data.
enum ReportPages {
    /// The folder of the pages.
    static let folder = "docs/reports"

    /// Whether they are written instead of compared.
    static let areWritten = ProcessInfo.processInfo.environment["REDLINE_WRITE_PAGES"] == "1"

    private static let made = Task.detached { try await make() }

    /// The text of each page by its path.
    static var all: [String: String] {
        get async throws { try await made.value }
    }

    /// The paths of the pages that there have to be.
    static var paths: [String] {
        get throws {
            ["\(folder)/README.md"] + (try ReportHeaders.all.map { "\(folder)/\($0.name).md" })
        }
    }

    private static let note = "<!-- Made by `make docs`, of queries/ and docs/metrics.md. -->\n"

    private static func make() async throws -> [String: String] {
        let headers = try ReportHeaders.all
        let metrics = try MetricSections()
        let cluster = try await TestCluster.shared
        return try await cluster.withDatabase { name in
            let database = cluster.connectionString(database: name)
            try await output(["migrate"], database)
            try await output(["demo", "--day", ReportExample.day], database)
            var pages = ["\(folder)/README.md": index(headers)]
            for header in headers {
                let example = ReportExample(of: header.name)
                let command = ["report", header.name] + example.options
                async let description = output(command + ["--describe"], database)
                async let answer = output(command + ["--format", "markdown"], database)
                pages["\(folder)/\(header.name).md"] = [
                    note + (try await description), metrics.definitions(of: header),
                    example.section(try await answer),
                    "[All reports](README.md)\n",
                ].joined(separator: "\n")
            }
            return pages
        }
    }

    private static func index(_ headers: [ReportHeaders]) -> String {
        let rows = headers.map { header in
            "| [`\(header.name)`](\(header.name).md) | \(header.title) "
                + "| \(header.groupings.joined(separator: ", ")) |\n"
        }
        return """
            \(note)# Reports

            A page for each report: how to ask for it, its parameters and columns, what they mean, and an
            example. [What every figure means](../metrics.md) has the definitions in full.

            | report | title | grouped by |
            | --- | --- | --- |
            \(rows.joined())
            """
    }

    @discardableResult
    private static func output(_ arguments: [String], _ database: String) async throws -> String {
        let outcome = try await Program.run(arguments, database: database)
        guard outcome.status == 0 else {
            throw ProgramFailed(arguments: arguments, status: outcome.status)
        }
        return outcome.output
    }
}

/// The program ended with a status other than 0.
struct ProgramFailed: Error {
    let arguments: [String]
    let status: Int32
}
