import Redline
import RedlinePostgres

/// Where a report's figures come from, and how far it reaches.
struct ReportSource: Sendable {
    /// Whether they come from the daily roll-ups, or settled days of the owner who was asked for; else
    /// they are counted afresh from the records.
    let isRollUp: Bool
    /// Everything that was committed before is in the figures.
    let through: Timestamp
    /// The time as of which the records are counted; nil where the report's own parameter says it.
    private let asOf: String?

    /// Asks the database, in the transaction in which the report is then run.
    ///
    /// - Throws: `PostgresError`, `PsqlVariablesError`.
    init(
        of definition: ReportDefinition,
        _ arguments: ReportArguments,
        on connection: isolated Connection,
        at asked: Timestamp
    ) throws {
        let question = try definition.rollUpQuestion(arguments)
        let row = try connection.execute(
            question.sql,
            arguments.values(for: question.parameterNames).map { .text($0) }
        ).first
        let now = try row?["now"].timestamp ?? asked
        let answers = try row?["answers"].bool == true
        let isBuilt = try row?["is_built"].bool == true && row?["lacks_days"].bool != true
        let isOfSettledDays = try row?["settled"].bool == true
        isRollUp = answers && isBuilt || isOfSettledDays
        // What waits to be measured is in no figure; what waits to be rolled up is in the records.
        let behind = [
            try row?["unmeasured"].timestamp, isRollUp ? try row?["queued"].timestamp : nil,
        ]
        through = behind.compactMap(\.self).reduce(now, min)
        // Roll-ups that do not have all records yet would answer with too little.
        asOf = answers && !isBuilt ? "\(now)" : nil
    }

    /// The values for the statement's placeholders.
    func parameters(
        _ query: PreparedReportQuery,
        _ arguments: ReportArguments
    ) -> [Parameter] {
        zip(query.parameterNames, arguments.values(for: query.parameterNames)).map { name, value in
            .text(name == "as_of" ? asOf ?? value : value)
        }
    }
}

extension ReportDefinition {
    /// Whether the roll-ups answer what is asked with these arguments, and how far they reach.
    fileprivate func rollUpQuestion(
        _ arguments: ReportArguments
    ) throws(PsqlVariablesError) -> PreparedReportQuery {
        try PsqlVariables.rewrite(
            """
            select clock_timestamp() as now,
              \(rollUpUse?.expression ?? "null") is not null as answers,
              \(SettledDaysUse(in: sql)?.expression ?? "false") as settled,
              (select is_built from redline.rollup_state) as is_built,
              \(rollUpUse?.lacksDays(for: arguments) ?? "false") as lacks_days,
              (select min(queued_at) from redline.rollup_pending) as queued,
              (select min(since) from redline.pending_measure) as unmeasured
            """,
            values: arguments.values
        )
    }
}

extension ReportColumn {
    /// Whether it is a percentile, which roll-ups know within 1 %.
    var isPercentile: Bool { name.firstMatch(of: /_p[0-9]+$/) != nil }

    /// The measure of the histogram from which a percentile comes.
    var measure: String { name.replacing(/_p[0-9]+$/, with: "") }
}
