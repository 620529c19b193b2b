import Redline
import RedlinePostgres

/// Runs reports: a name and arguments become rows, and the rows a `Report`.
public struct ReportRunner: Sendable {
    /// The reports that are compiled in.
    public let catalog: ReportCatalog
    let pool: ConnectionPool
    private let checked = CheckedReports()

    /// The most rows that a report gives; beyond it, the answer says that it was cut.
    public static let rowLimit = 100_000

    /// Creates a runner.
    ///
    /// - Throws: `ReportFileError` where a report's file is not a valid one.
    public init(_ pool: ConnectionPool) throws(ReportFileError) {
        catalog = try ReportCatalog.embedded()
        self.pool = pool
    }

    /// Runs a report as of now: with all its columns, or where it has no totals with `columns` alone
    /// beside the grouping one; `examples` as below.
    ///
    /// - Throws: `UnknownReportError`, `ReportArgumentError`; `ReportFileError` where PostgreSQL
    ///   describes other columns than the file declares; `PostgresError`.
    public func run(
        _ name: String,
        _ raw: [String: String],
        as access: ReadAccess,
        by actor: AuditActor,
        now: Timestamp,
        columns: [String]? = nil,
        examples: Int? = nil
    ) async throws -> Report {
        let definition = try catalog.definition(named: name)
        let arguments = try ReportArguments(raw, for: definition, now: now)
        return try await run(
            definition,
            arguments,
            as: access,
            by: actor,
            now: now,
            columns: columns,
            examples: examples
        )
    }

    /// Runs a report with checked arguments.
    ///
    /// Where it shows content, the audit trail has an entry of it before it is handed over. Where the
    /// report has examples, as many of the first rows have one as `examples` says.
    public func run(
        _ definition: ReportDefinition,
        _ arguments: ReportArguments,
        as access: ReadAccess,
        by actor: AuditActor,
        now: Timestamp,
        columns names: [String]? = nil,
        examples: Int? = nil
    ) async throws -> Report {
        let whole = try definition.query(for: arguments)
        let columns =
            names.map { definition.reportColumns(for: arguments, only: $0) }
            ?? definition.reportColumns(for: arguments)
        let query = names == nil ? whole : whole.selecting(columns)
        let isChecked = await checked.contains(definition.name)
        let (rows, source) = try await pool.readContent(as: access, by: actor) { connection in
            if !isChecked {
                try definition.check(connection.describe(whole.sql), arguments)
            }
            // Reports sort and hash a good deal; a few run at a time.
            try connection.execute("set local work_mem = '64MB'")
            if let examples {
                try connection.execute("set local redline.examples = '\(examples)'")
            }
            let source = try ReportSource(
                of: definition,
                arguments,
                on: connection,
                at: now
            )
            let rows = try connection.execute(query.sql, source.parameters(query, arguments))
            let showsContent = access.showsContent && columns.contains(where: \.showsContent)
            let act = showsContent ? definition.act(arguments, records: rows.count) : nil
            return (act, (rows, source))
        }
        await checked.insert(definition.name)
        let shown = rows.prefix(Self.rowLimit)
        // A report of what was then knows nothing of what came since.
        let asOf = arguments.values["as_of"].flatMap { Timestamp($0) }
        let dataThrough = min(source.through, asOf ?? source.through)
        return Report(
            name: definition.name,
            title: definition.title,
            summary: definition.summary,
            parameters: definition.parameters.map { parameter in
                ReportParameterValue(
                    name: parameter.name,
                    value: arguments.values[parameter.name] ?? ""
                )
            },
            columns: columns,
            rows: try shown.map { try Self.cells(of: $0, columns, from: 0) },
            totals: definition.totals.isEmpty
                ? nil
                : try shown.first.map {
                    try Self.cells(of: $0, definition.totals, from: columns.count)
                },
            totalColumns: definition.totals.isEmpty ? nil : definition.totals,
            chart: definition.chart,
            origin: definition.origin(of: arguments.fixed(at: dataThrough)),
            isTruncated: rows.count > Self.rowLimit,
            isExact: !source.isRollUp || !columns.contains(where: \.isPercentile),
            dataThrough: "\(dataThrough)",
            generatedAt: "\(now)"
        )
    }

    /// The cells of a row that belong to the columns, which begin at a position of it.
    private static func cells(
        of row: Row,
        _ columns: [ReportColumn],
        from start: Int
    ) throws -> [ReportCell] {
        try columns.enumerated().map { index, column in
            ReportCell(try row[start + index].string, unit: column.unit)
        }
    }
}

/// The reports whose declaration PostgreSQL has confirmed in this process.
private actor CheckedReports {
    private var names: Set<String> = []

    func contains(_ name: String) -> Bool { names.contains(name) }
    func insert(_ name: String) { names.insert(name) }
}

extension ReportCell {
    /// A column's text as PostgreSQL printed it, in the type of the column's unit.
    init(_ text: String?, unit: ReportUnit) {
        guard let text else {
            self = .null
            return
        }
        switch unit {
        case .count: self = Int64(text).map { .integer($0) } ?? .number(text)
        case .ratio, .seconds, .milliseconds, .characters, .score: self = .number(text)
        case .json: self = .json(text)
        case .text, .id, .date, .timestamp: self = .text(text)
        }
    }
}
