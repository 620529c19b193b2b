import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineClient
import RedlinePostgres
import RedlineRendering
import RedlineStorage

/// The command `redline report`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "One report; without a name, the list of them.",
        discussion: "Dates are days in UTC: 2026-11-21, today, yesterday, or 30d for 30 days ago."
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "The report's name.")
    var name: String?
    @Option(help: "The first day that counts.")
    var from: String?
    @Option(help: "The first day that no longer counts.")
    var to: String?
    @Option(help: "One owner; everybody without it.")
    var owner: String?
    @Option(
        help: ArgumentHelp(
            "The report as it was at that time, such as 2026-11-21T09:30:00Z.",
            valueName: "time"
        )
    )
    var asOf: String?
    @Option(help: "How to group: one word of the report's list, or up to three with commas.")
    var by: String?
    @Option(
        help: ArgumentHelp(
            "table, csv, json, ndjson, markdown, html or vega-lite.",
            valueName: "format"
        )
    )
    var format: ReportFormat = .table
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A parameter of the report's own.", valueName: "name=value")
    )
    var settings: [String] = []
    @Option(
        defaultAsFlag: 2,
        parsing: .next,
        help: ArgumentHelp(
            "Show it again every so many seconds (2 where none are given), until interrupted.",
            valueName: "seconds"
        )
    )
    var watch: Double?
    @Flag(help: "Print the psql line that gives the same figures, and do not run it.")
    var psql = false
    @Flag(help: "Print what the report is, its parameters and columns, as Markdown.")
    var describe = false

    func run() async throws {
        if describe {
            try explain()
            return
        }
        if let service = try database.service {
            try await run(through: service)
            return
        }
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let runner = try ReportRunner(opened.pool())
        guard let name else {
            try list(runner.catalog.definitions.map { ($0.name, $0.title, $0.groupings) })
            return
        }
        let (definition, arguments) = try asked(name, of: runner.catalog, now: .now)
        guard !format.needsChart || definition.chart != nil else {
            throw ValidationError("the report \(name) has no chart: give another --format")
        }
        if psql {
            try Terminal.write(PsqlCommand.line(definition, arguments) + "\n")
            return
        }
        guard let watch else {
            try await opened.catchUpRollUps()
            let report = try await report(definition, arguments, of: runner)
            try format.render(report, style: Terminal.style) { try Terminal.write($0) }
            return
        }
        var isFirst = true
        while true {
            // Days such as today go on while one watches.
            let (definition, arguments) = try asked(name, of: runner.catalog, now: .now)
            try await opened.catchUpRollUps()
            let report = try await report(definition, arguments, of: runner)
            try show(Array(format.text(report, style: Terminal.style).utf8), isFirst: isFirst)
            isFirst = false
            try await Task.sleep(for: .seconds(watch))
        }
    }

    /// Shows the report once more, for who watches it.
    private func show(_ bytes: [UInt8], isFirst: Bool) throws {
        var bytes = bytes
        if Terminal.isScreen {
            bytes = ScreenFrame.bytes(bytes, isFirst: isFirst)
        } else if !isFirst {
            bytes.insert(UInt8(ascii: "\n"), at: 0)
        }
        try Terminal.write(bytes)
    }

    /// The service renders the report, with the reports and the clock that it has.
    private func run(through service: ServiceAddress) async throws {
        guard !psql else {
            throw ValidationError("--psql is for a database: give --database-url, not --server")
        }
        try await ServiceReader.reading(service) { reader in
            guard let name else {
                try list(try await reader.reports())
                return
            }
            let arguments = try raw()
            let format = format.rawValue
            guard let watch else {
                try Terminal.write(try await reader.report(name, arguments, format))
                return
            }
            var isFirst = true
            while true {
                try show(try await reader.report(name, arguments, format), isFirst: isFirst)
                isFirst = false
                try await Task.sleep(for: .seconds(watch))
            }
        }
    }

    func validate() throws {
        guard !describe || (name != nil && watch == nil && !psql && format == .table) else {
            throw ValidationError("--describe takes a report, and what to ask it with")
        }
        guard let watch else { return }
        guard format == .table, !psql, name != nil else {
            throw ValidationError("--watch shows one report as a table")
        }
        guard (0.1...86_400).contains(watch) else {
            throw ValidationError("--watch takes 0.1 to 86400 seconds")
        }
    }

    /// What a report is needs no database.
    private func explain() throws {
        let catalog = try ReportCatalog.embedded()
        guard let name else { return }
        let (definition, arguments) = try asked(name, of: catalog, now: .now)
        try Terminal.write(ReportPage.text(definition, arguments))
    }

    /// Runs it; a value that the report itself refuses is wrong usage, too.
    private func report(
        _ definition: ReportDefinition,
        _ arguments: ReportArguments,
        of runner: ReportRunner
    ) async throws -> Report {
        do {
            return try await runner.run(
                definition,
                arguments,
                as: .admin,
                by: .operatingSystemUser,
                now: .now
            )
        } catch let error as PostgresError where error.kind == .sqlState("22023") {
            throw ValidationError("\(error.columnName.map { "\($0): " } ?? "")\(error.message)")
        }
    }

    /// The report and the arguments that are asked for; what is wrong with them is wrong usage.
    private func asked(
        _ name: String,
        of catalog: ReportCatalog,
        now: Timestamp
    ) throws -> (ReportDefinition, ReportArguments) {
        do {
            let definition = try catalog.definition(named: name)
            return (definition, try ReportArguments(try raw(), for: definition, now: now))
        } catch let error as UnknownReportError {
            throw ValidationError("\(error)")
        } catch let error as ReportArgumentError {
            throw ValidationError("\(error)")
        }
    }

    private func raw() throws -> [String: String] {
        var values: [String: String] = [:]
        let options = [
            ("from", from), ("to", to), ("owner", owner), ("as_of", asOf), ("by", by),
        ]
        for (name, value) in options {
            if let value { values[name] = value }
        }
        for setting in settings {
            guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
                throw ValidationError("--set takes name=value, not \(setting)")
            }
            values[String(setting[..<equals])] = String(setting[setting.index(after: equals)...])
        }
        return values
    }

    private func list(_ reports: [(name: String, title: String, groupings: [String])]) throws {
        let table = TextTable(
            columns: [.text("report", isKey: true), .text("title"), .text("by")],
            rows: reports.map { [$0.name, $0.title, $0.groupings.joined(separator: ", ")] }
        )
        try Terminal.write(table.text(Terminal.style))
    }
}

extension ReportFormat: ExpressibleByArgument {}
