-- report: funnel
-- title: How far workflows get
--
-- Of the workflows that were started in the period, how many a person reviewed, how many were
-- shipped, and how long it took. What has been started and neither reviewed nor abandoned is still
-- pending. A workflow belongs to the day on which it was started, whenever the rest happened.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'day'          Grouping: one of the words below, or up to three with commas.
-- by: day week month document_type model extraction_method template format owner
-- column: started count           Workflows.
-- column: reviewed count          Of those, with modifications or a deliverable.
-- column: completed count         Of those, with a deliverable.
-- column: abandoned count         Not reviewed within 24 hours of the start, nor since.
-- column: regenerated count       With a second revision or more.
-- column: seconds_to_review_p50 seconds  Median time from the start to the first review.
-- column: seconds_to_complete_p50 seconds  Median time from the start to the first deliverable.
with counted as (
  -- From the records, where the roll-ups do not answer: a row a workflow.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), workflow_started_at, document_type, extraction_method, model,
      template, format, owner
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), workflow_started_at, document_type, extraction_method, model,
      template, format, owner
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), workflow_started_at, document_type, extraction_method, model,
      template, format, owner
    ) collate "C" as third_group,
    1::bigint as started,
    (reviewed_at is not null)::integer::bigint as reviewed,
    (completed_at is not null)::integer::bigint as completed,
    -- Counted by the full minute.
    (reviewed_at is null and workflow_started_at < date_trunc(
      'minute', coalesce(redline.time_of(:'as_of'::text), now()) - interval '24 hours'
    ))::integer::bigint as abandoned,
    (revision > 1)::integer::bigint as regenerated,
    extract(epoch from reviewed_at - workflow_started_at)::double precision as seconds_to_review,
    extract(epoch from completed_at - workflow_started_at)::double precision
      as seconds_to_complete,
    null::text as measure,
    null::smallint as bucket,
    null::bigint as items
  from redline.workflow_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    ) is null
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value, and the histograms of the times.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    started, reviewed, completed, 0, regenerated, null, null, null, null, null
  from redline.rollup_workflow
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    )
    and day >= :'from'::date and day < :'to'::date
  union all
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    0, 0, 0,
    case when measure = 'unreviewed_minute' and redline.start_of(day)
      + make_interval(mins => bucket) < date_trunc('minute', now() - interval '24 hours')
      then items else 0 end,
    0, null, null, measure, bucket, items
  from redline.rollup_histogram
  where measure in ('unreviewed_minute', 'seconds_to_review', 'seconds_to_complete')
    and dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    )
    and day >= :'from'::date and day < :'to'::date
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  sum(started)::bigint as started,
  sum(reviewed)::bigint as reviewed,
  sum(completed)::bigint as completed,
  sum(abandoned)::bigint as abandoned,
  sum(regenerated)::bigint as regenerated,
  coalesce(
    percentile_cont(0.5) within group (order by seconds_to_review),
    (redline.histogram_percentiles(
      array_agg(bucket) filter (where measure = 'seconds_to_review'),
      array_agg(items) filter (where measure = 'seconds_to_review'),
      array[0.5]
    ))[1]
  ) as seconds_to_review_p50,
  coalesce(
    percentile_cont(0.5) within group (order by seconds_to_complete),
    (redline.histogram_percentiles(
      array_agg(bucket) filter (where measure = 'seconds_to_complete'),
      array_agg(items) filter (where measure = 'seconds_to_complete'),
      array[0.5]
    ))[1]
  ) as seconds_to_complete_p50
from counted
group by first_group, second_group, third_group
having sum(started) > 0
order by first_group, second_group, third_group;
