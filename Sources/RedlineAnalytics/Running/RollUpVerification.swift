import Redline
import RedlinePostgres

/// Holds the roll-ups against the records: each report that reads them is counted afresh.
public struct RollUpVerification: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// The first day that was compared; records of days before it have gone or are past their
        /// time.
        public let from: String
        /// How many figures were compared.
        public var figures = 0
        /// The figures that differ.
        public var differences: [RollUpDifference] = []
    }

    private let catalog: ReportCatalog
    private let options: ConnectionOptions

    /// Percentiles come from histograms whose buckets are within 1 % of their values.
    static let tolerance = 0.0100001

    /// Creates a verification of the database.
    public init(_ catalog: ReportCatalog, _ options: ConnectionOptions) {
        self.catalog = catalog
        var options = options
        // Both sides have to be those of one moment.
        options.settings["default_transaction_isolation"] = "repeatable read"
        options.statementTimeoutMilliseconds = 0
        self.options = options
    }

    /// Compares all reports that read roll-ups, by day and by each of their groupings.
    ///
    /// - Parameter progress: Told the report and the grouping that is next.
    /// - Returns: What was compared and what differs.
    /// - Throws: `PostgresError`; `RollUpsBehind` where something waits to be rolled up.
    public func run(
        progress: @Sendable (String, String) -> Void = { _, _ in }
    ) async throws
        -> Outcome
    {
        let connection = try await Connection.connect(options)
        do {
            let outcome = try await connection.transaction { connection in
                try compare(on: connection, progress)
            }
            await connection.close()
            return outcome
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Something waits to be rolled up, so that the two sides cannot be the same.
    public struct RollUpsBehind: Error {}

    private func compare(
        on connection: isolated Connection,
        _ progress: (String, String) -> Void
    ) throws -> Outcome {
        let row = try connection.execute(Self.period).first
        guard try row?["is_current"].bool == true, let from = try row?["first_day"].string,
            let now = try row?["now"].timestamp
        else { throw RollUpsBehind() }
        try connection.execute("set local work_mem = '64MB'")
        var outcome = Outcome(from: from)
        for definition in catalog.definitions {
            for grouping in definition.verifiedGroupings {
                progress(definition.name, grouping)
                let asked = ["from": from, "to": now.adding(days: 2).date, "by": grouping]
                func rows(asOf: String) throws -> Rows {
                    let arguments = try ReportArguments(
                        asked.merging(["as_of": asOf]) { $1 },
                        for: definition,
                        now: now
                    )
                    let query = try definition.query(for: arguments)
                    let values = arguments.values(for: query.parameterNames)
                    return try connection.execute(query.sql, values.map { .text($0) })
                }
                let comparison = RollUpComparison(definition, grouping)
                try comparison.compare(rows(asOf: ""), rows(asOf: "\(now)"), into: &outcome)
            }
        }
        return outcome
    }

    private static let period = """
        select now() as now,
          (select is_built from redline.rollup_state)
            and not exists (select from redline.rollup_pending) as is_current,
          redline.first_verifiable_day()::text as first_day
        """
}

extension ReportDefinition {
    /// The groupings by which the roll-ups are held against the records.
    fileprivate var verifiedGroupings: [String] {
        guard let dimensions = rollUpDimensions else { return [] }
        let words = dimensions.split(separator: " ").map(String.init) + ["field"]
        return groupings.contains("day")
            ? ["day"] + words.filter(groupings.contains).map { "day,\($0)" } : []
    }
}

/// One report, by one grouping, from both sides.
private struct RollUpComparison {
    let definition: ReportDefinition
    let grouping: String
    let columns: [ReportColumn]
    /// How many columns name the row: the grouping, and the texts that follow it.
    let keys: Int

    init(_ definition: ReportDefinition, _ grouping: String) {
        self.definition = definition
        self.grouping = grouping
        columns = definition.columns
        keys = 1 + (definition.columns.firstIndex { $0.unit != .text } ?? 0)
    }

    func compare(
        _ rolledUp: Rows,
        _ counted: Rows,
        into outcome: inout RollUpVerification.Outcome
    ) throws {
        let known = try byKey(rolledUp)
        let wanted = try byKey(counted)
        for key in Set(known.keys).union(wanted.keys).sorted() {
            guard let left = known[key], let right = wanted[key] else {
                outcome.figures += 1
                let side = "a row"
                outcome.differences.append(
                    difference(
                        key,
                        "row",
                        known[key].map { _ in side },
                        wanted[key].map { _ in side }
                    )
                )
                continue
            }
            for (index, column) in columns.enumerated() where index + 1 >= keys {
                outcome.figures += 1
                guard !Self.agree(left[index], right[index], column) else { continue }
                outcome.differences.append(
                    difference(key, column.name, left[index], right[index])
                )
            }
        }
    }

    private func byKey(_ rows: Rows) throws -> [String: [String?]] {
        var found: [String: [String?]] = [:]
        for row in rows {
            let cells = try (0...columns.count).map { try row[$0].string }
            let key = cells[..<keys].map { $0 ?? "(none)" }.joined(separator: ", ")
            found[key] = Array(cells.dropFirst())
        }
        return found
    }

    private static func agree(_ left: String?, _ right: String?, _ column: ReportColumn) -> Bool {
        if left == right { return true }
        guard column.isPercentile, let a = left.flatMap(Double.init),
            let b = right.flatMap(Double.init)
        else { return false }
        return abs(a - b) <= RollUpVerification.tolerance * abs(b)
    }

    private func difference(
        _ row: String,
        _ column: String,
        _ rolledUp: String?,
        _ counted: String?
    ) -> RollUpDifference {
        RollUpDifference(
            report: definition.name,
            grouping: grouping,
            row: row,
            column: column,
            rolledUp: rolledUp,
            counted: counted
        )
    }
}
