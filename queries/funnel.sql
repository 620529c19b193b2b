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
-- chart: trend y=completed
with day_ago as (
  select moment::date as boundary, extract(epoch from moment - moment::date) / 60 as minute
  from (
    select date_trunc('minute', now() - interval '24 hours') at time zone 'UTC' as moment
  ) ago
), counted as (
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
    null::smallint[] as review_buckets,
    null::smallint[] as completion_buckets
  from redline.workflow_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    ) is null
    and not (
      redline.is_of_one_owner(
        :'by'::text, :'owner'::text, :'as_of'::text, 'document_type model'
      )
      and redline.has_settled_days(:'owner'::text, 'export')
    )
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value, and the histograms of the times.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day),
      redline.dimension_value(dimension, value, 1), value,
      redline.dimension_value(dimension, value, 2), value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day),
      redline.dimension_value(dimension, value, 1), value,
      redline.dimension_value(dimension, value, 2), value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day),
      redline.dimension_value(dimension, value, 1), value,
      redline.dimension_value(dimension, value, 2), value, value
    ) collate "C",
    started, reviewed, completed,
    case when day < day_ago.boundary then started - reviewed else 0 end,
    regenerated, null, null, null, null
  from redline.rollup_workflow
  cross join day_ago
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    )
    and day >= :'from'::date and day < :'to'::date
  union all
  -- Of the day on which 24 hours ago lay, those of the minutes before it.
  select
    first_group collate "C", second_group collate "C", third_group collate "C",
    0, 0, 0, before.items, 0, null, null, null, null
  from day_ago
  cross join lateral redline.histogram_blocks(
    array['unreviewed_minute'],
    redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    ),
    greatest(:'from'::date, day_ago.boundary), least(:'to'::date, day_ago.boundary + 1), :'by'::text
  ) as unreviewed
  cross join lateral (
    select coalesce(sum(counted.items), 0)::bigint as items
    from unnest(unreviewed.items) with ordinality as counted (items, place)
    where unreviewed.block * 32 + counted.place - 1 < day_ago.minute
  ) before
  union all
  -- From the settled days of one owner, and the records of the days between.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), workflow.document_type,
      model => workflow.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), workflow.document_type,
      model => workflow.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), workflow.document_type,
      model => workflow.model
    ) collate "C",
    workflow.started, workflow.reviewed, workflow.completed,
    (
      select count(*) from unnest(workflow.unreviewed_minutes) as minute
      where day < day_ago.boundary or day = day_ago.boundary and minute < day_ago.minute
    ),
    workflow.regenerated, null, null, workflow.review_buckets,
    workflow.completion_buckets
  from redline.owner_exports(:'owner'::text, :'from'::date, :'to'::date, 'workflows') held
  cross join lateral unnest(held.workflows) as workflow
  cross join day_ago
  where redline.is_of_one_owner(
      :'by'::text, :'owner'::text, :'as_of'::text, 'document_type model'
    )
    and redline.has_settled_days(:'owner'::text, 'export')
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(started)::bigint as started,
    sum(reviewed)::bigint as reviewed,
    sum(completed)::bigint as completed,
    sum(abandoned)::bigint as abandoned,
    sum(regenerated)::bigint as regenerated,
    coalesce(
      percentile_cont(0.5) within group (order by seconds_to_review),
      (redline.bucket_percentiles(redline.array_concat(review_buckets), array[0.5]))[1]
    ) as to_review,
    coalesce(
      percentile_cont(0.5) within group (order by seconds_to_complete),
      (redline.bucket_percentiles(redline.array_concat(completion_buckets), array[0.5]))[1]
    ) as to_complete
  from counted
  group by first_group, second_group, third_group
  having sum(started) > 0
), histogram as (
  -- Of the roll-ups. As a join, which is left out where no percentile is asked for.
  select
    array[first_group, second_group, third_group]::text collate "C" as of_group,
    redline.histogram_percentiles(
      array_agg(block) filter (where measure = 'seconds_to_review'),
      array_agg(items) filter (where measure = 'seconds_to_review'),
      array[0.5]
    ) as to_review,
    redline.histogram_percentiles(
      array_agg(block) filter (where measure = 'seconds_to_complete'),
      array_agg(items) filter (where measure = 'seconds_to_complete'),
      array[0.5]
    ) as to_complete
  from redline.histogram_blocks(
    array['seconds_to_review', 'seconds_to_complete'],
    redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    ),
    :'from'::date, :'to'::date, :'by'::text
  )
  group by array[first_group, second_group, third_group]::text collate "C"
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  started,
  reviewed,
  completed,
  abandoned,
  regenerated,
  coalesce(total.to_review, histogram.to_review[1]) as seconds_to_review_p50,
  coalesce(total.to_complete, histogram.to_complete[1]) as seconds_to_complete_p50
from total
left join histogram
  on of_group = array[first_group, second_group, third_group]::text collate "C"
order by first_group, second_group, third_group;
