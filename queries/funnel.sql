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
with workflow as (
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
    workflow_started_at,
    reviewed_at,
    completed_at,
    revision
  from redline.workflow_as_of(redline.time_of(:'as_of'::text))
  where workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  count(*) as started,
  count(reviewed_at) as reviewed,
  count(completed_at) as completed,
  count(*) filter (
    where reviewed_at is null
      and workflow_started_at
        < coalesce(redline.time_of(:'as_of'::text), now()) - interval '24 hours'
  ) as abandoned,
  count(*) filter (where revision > 1) as regenerated,
  percentile_cont(0.5) within group (
    order by extract(epoch from reviewed_at - workflow_started_at)::double precision
  ) as seconds_to_review_p50,
  percentile_cont(0.5) within group (
    order by extract(epoch from completed_at - workflow_started_at)::double precision
  ) as seconds_to_complete_p50
from workflow
group by first_group, second_group, third_group
order by first_group, second_group, third_group;
