import RedlinePostgres

extension RollUpVerification {
    /// Holds the settled days of owners against their records.
    func compareOwnerDays(
        on connection: isolated Connection,
        into outcome: inout Outcome
    ) throws {
        for row in try connection.execute(Self.ownerFigures) {
            outcome.figures += try row["figures"].int ?? 0
        }
        for row in try connection.execute(Self.differingOwnerDays) {
            outcome.differences.append(
                RollUpDifference(
                    report: try row["report"].string ?? "",
                    grouping: "owner",
                    row: try row["cell"].string ?? "",
                    column: try row["figure"].string ?? "",
                    rolledUp: try row["settled"].string,
                    counted: try row["recorded"].string
                )
            )
        }
    }

    private static let ownerFigures = """
        select 3 * count(*) as figures from redline.rollup_owner_day where is_settled
        """

    // What is past its time answers no report. Both sides are made by the same functions, in the same
    // order; of lists this long, the beginning shows enough.
    private static let differingOwnerDays = """
        select
          case figure when 'fields' then 'drift' when 'workflows' then 'funnel'
            when 'activity' then 'activity' when 'tools' then 'tool_health'
            when 'failures' then 'tool_health' else 'editing_rate' end as report,
          concat_ws(', ', held.day, held.owner) as cell, figure,
          left(settled, 200) as settled, left(recorded, 200) as recorded
        from redline.rollup_owner_day held
        left join lateral redline.recorded_owner_day(held.owner, held.kind, held.day) counted on true
        cross join lateral unnest(
          array['reviews', 'fields', 'workflows', 'activity', 'tools', 'failures'],
          array[
            held.reviews::text, held.fields::text, held.workflows::text, held.activity::text,
            held.tools::text, held.failures::text
          ],
          array[
            counted.reviews::text, counted.fields::text, counted.workflows::text,
            counted.activity::text, counted.tools::text, counted.failures::text
          ]
        ) as list (figure, settled, recorded)
        where held.is_settled and settled is distinct from recorded
          and redline.is_kept(
            held.owner, held.kept_from, redline.kept_since(held.kind),
            redline.agreed_since(held.kind)
          )
        order by held.day, held.owner, held.kind, figure
        """
}
