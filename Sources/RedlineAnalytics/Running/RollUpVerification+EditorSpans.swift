import RedlinePostgres

extension RollUpVerification {
    /// Holds what spans of days have of editors against what their days have.
    func compareEditorSpans(
        on connection: isolated Connection,
        into outcome: inout Outcome
    ) throws {
        for row in try connection.execute(Self.editorFigures) {
            outcome.figures += try row["figures"].int ?? 0
        }
        for row in try connection.execute(Self.differingEditors) {
            outcome.differences.append(
                RollUpDifference(
                    report: "editors",
                    grouping: "span",
                    row: try row["cell"].string ?? "",
                    column: try row["figure"].string ?? "",
                    rolledUp: try row["joined"].string,
                    counted: try row["by_day"].string
                )
            )
        }
    }

    private static let editorFigures = """
        select 7 * count(*) as figures from redline.rollup_editor_span
        """

    // What changed since a span was put together is read from its days, and what is past its time is
    // in neither.
    private static let differingEditors = """
        with span as (
          select span, first_day, end_day
          from redline.rollup_span
          where editors_changed_at is null and editors_kept_from > '-infinity'
        ), part as (
          select
            true as is_joined, first_day, end_day, owner, reviews, untouched, fields_edited, timed,
            editing_seconds, fast_reviews, bucket, upto
          from redline.rollup_editor_span
          join span using (span)
          union all
          select
            false, first_day, end_day, owner, reviews, untouched, fields_edited, timed,
            editing_seconds, fast_reviews, bucket, null
          from redline.rollup_editor
          join span on day >= first_day and day < end_day
        ), total as (
          select first_day, end_day, owner, figure, sum(joined) as joined, sum(by_day) as by_day
          from part
          cross join lateral unnest(
            array[
              'reviews', 'untouched', 'fields_edited', 'timed', 'editing_seconds', 'fast_reviews'
            ],
            array[reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews]::numeric[]
          ) as held (figure, value)
          cross join lateral (
            select
              case when is_joined then value end as joined,
              case when not is_joined then value end as by_day
          ) side
          group by first_day, end_day, owner, figure
          union all
          select first_day, end_day, owner, 'times in bucket ' || lies_in, sum(joined), sum(by_day)
          from part
          cross join lateral unnest(bucket, upto) with ordinality as held (lies_in, reached, place)
          cross join lateral (
            select
              case when is_joined then reached - coalesce(upto[place - 1], 0) end as joined,
              case when not is_joined then 1 end as by_day
          ) side
          group by first_day, end_day, owner, lies_in
        )
        select
          concat_ws(', ', first_day || ' to ' || end_day - 1, owner) as cell, figure,
          trim_scale(joined)::text as joined, trim_scale(by_day)::text as by_day
        from total
        where joined is distinct from by_day
        order by first_day, end_day, owner, figure
        """
}
