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

    /// Creates a verification of the database.
    public init(_ catalog: ReportCatalog, _ options: ConnectionOptions) {
        self.catalog = catalog
        var options = options
        // Both sides have to be those of one moment.
        options.settings["default_transaction_isolation"] = "repeatable read"
        options.statementTimeoutMilliseconds = 0
        self.options = options
    }

    /// Compares all reports that read roll-ups, by day and by each of their groupings, or over all
    /// days where they have none; what days that are joined to spans have with what those days have;
    /// and the settled days of single owners.
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
        // What days lack is asked of the records.
        let lacksDays = try row?["lacks_days"].bool == true
        try connection.execute("set local work_mem = '64MB'")
        var outcome = Outcome(from: from)
        // A record can be a day ahead, and days can be counted from tomorrow on: two of them even so.
        let to = now.adding(days: 3).date
        for definition in catalog.definitions {
            let selections = try RollUpSelection.all(of: definition) { dimension in
                try connection.execute(Self.values, [.text(dimension)]).compactMap {
                    try $0["value"].string
                }
            }.filter { !lacksDays || RollUpUse.words(of: $0.dimension).count < 2 }
            for selection in selections {
                progress(definition.name, selection.name)
                for period in selection.periods(from: from, to: to) {
                    try compare(definition, selection, period, at: now, on: connection, &outcome)
                }
            }
        }
        progress("correction_patterns", "span")
        try compareSpans(on: connection, into: &outcome)
        progress("editors", "span")
        try compareEditorSpans(on: connection, into: &outcome)
        progress("editing_rate", "owner")
        try compareOwnerDays(on: connection, into: &outcome)
        return outcome
    }

    /// Compares what a report gives for a period with what the records give.
    private func compare(
        _ definition: ReportDefinition,
        _ selection: RollUpSelection,
        _ period: [String: String],
        at now: Timestamp,
        on connection: isolated Connection,
        _ outcome: inout Outcome
    ) throws {
        let asked = selection.arguments.merging(period) { $1 }
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
        let comparison = RollUpComparison(definition, selection.name)
        let rolledUp: Rows
        try connection.execute("savepoint rolled_up")
        do {
            rolledUp = try rows(asOf: "")
        } catch let error as PostgresError where error.isOfFigures {
            // More failures than calls, say: no interval can be worked out of them.
            try connection.execute("rollback to savepoint rolled_up")
            comparison.noteImpossible(in: &outcome)
            return
        }
        try comparison.compare(
            rolledUp,
            rows(asOf: "\(now)"),
            into: &outcome
        ) { measure, label in
            // Only rows of days have histograms of that name.
            guard definition.groupings.contains("day") else { return nil }
            return try connection.execute(
                Self.gapAcrossZero,
                [measure, label, selection.dimension].map { .text($0) }
            ).first?["gap"].double
        }
    }

    /// How far apart the two values are that lie nearest to zero, one on either side of it.
    private static let gapAcrossZero = """
        select
          min(value) filter (where value > 0) - max(value) filter (where value < 0) as gap
        from (
          select case $3::text when '' then array[$2::text]
            else array(select json_array_elements_text($2::json)) end as label
        ) cell
        cross join lateral redline.histogram_blocks(
          array[$1], $3, label[1]::date, label[1]::date + 1, replace($3, '+', ',')
        ) found
        cross join lateral unnest(found.items) with ordinality as counted (items, place)
        cross join lateral redline.bucket_value(
          (found.block * 32 + counted.place - 1)::smallint
        ) as value
        where found.first_group is not distinct from label[2]
          and found.second_group is not distinct from label[3] and counted.items > 0
        """

    private static let values = """
        select distinct value from redline.rollup_review
        where dimension = $1 and value <> '' order by value
        """

    private static let period = """
        select now() as now,
          (select is_built from redline.rollup_state)
            and not exists (select from redline.rollup_pending) as is_current,
          exists (select from redline.rollup_lacking_day) as lacks_days,
          redline.first_verifiable_day()::text as first_day
        """
}

extension PostgresError {
    /// Whether a statement met values with which it cannot go on, such as the root of a negative
    /// number.
    fileprivate var isOfFigures: Bool {
        guard case .sqlState(let state) = kind else { return false }
        return state.hasPrefix("22")
    }
}
