import RedlinePostgres

extension RollUpVerification {
    /// Holds spans of days against their days, which themselves are held against the records.
    func compareSpans(
        on connection: isolated Connection,
        into outcome: inout Outcome
    ) throws {
        for row in try connection.execute(Self.spanFigures) {
            outcome.figures += try row["figures"].int ?? 0
        }
        for row in try connection.execute(Self.differingSpans) {
            outcome.differences.append(
                RollUpDifference(
                    report: "correction_patterns",
                    grouping: "span",
                    row: try row["cell"].string ?? "",
                    column: try row["figure"].string ?? "",
                    rolledUp: try row["joined"].string,
                    counted: try row["by_day"].string
                )
            )
        }
    }

    private static let spanFigures = """
        select 4 * count(*) as figures from redline.rollup_correction_span
        """

    private static let differingSpans = """
        select
          concat_ws(
            ', ', first_day || ' to ' || end_day - 1, nullif(dimension, ''), value, field,
            change_type, pattern
          ) as cell,
          figure, joined, by_day
        from (
          select
            span, dimension, value, field, change_type, pattern, owner_chunk,
            sum(corrections) filter (where is_joined) as corrections,
            sum(corrections) filter (where not is_joined) as day_corrections,
            bit_or(owners) filter (where is_joined) as owners,
            bit_or(owners) filter (where not is_joined) as day_owners,
            min(earliest) filter (where is_joined) as earliest,
            min(earliest) filter (where not is_joined) as day_earliest,
            max(last_seen) filter (where is_joined) as last_seen,
            max(last_seen) filter (where not is_joined) as day_last_seen
          from (
            select
              true as is_joined, span, dimension, value, field, change_type, pattern, owner_chunk,
              corrections, owners, earliest, last_seen
            from redline.rollup_correction_span
            union all
            select
              false, span, dimension, value, field, change_type, pattern, owner_chunk,
              corrections, owners, earliest, last_seen
            from redline.rollup_correction
            join redline.rollup_span on day >= first_day and day < end_day
          ) part
          group by span, dimension, value, field, change_type, pattern, owner_chunk
        ) cell
        join redline.rollup_span using (span)
        cross join lateral (
          select 'corrections', corrections::text, day_corrections::text
          where corrections is distinct from day_corrections
          union all
          select 'owners', bit_count(owners)::text, bit_count(day_owners)::text
          where owners is distinct from day_owners
          union all
          select
            'first_seen', redline.place_time(earliest)::text,
            redline.place_time(day_earliest)::text
          where earliest is distinct from day_earliest
          union all
          select 'last_seen', last_seen::text, day_last_seen::text
          where last_seen is distinct from day_last_seen
        ) different (figure, joined, by_day)
        order by first_day, end_day, cell, figure
        """
}
