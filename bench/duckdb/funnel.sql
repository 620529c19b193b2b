with workflow as (
  select
    workflow_id,
    any_value(workflow_started_at) as started_at,
    max(revision) as revision,
    min(occurred_at) filter (where stage in (2, 3)) as reviewed_at,
    min(occurred_at) filter (where stage = 3) as completed_at
  from stage
  where workflow_started_at >= getvariable('from')::date
    and workflow_started_at < getvariable('to')::date
  group by workflow_id
)
select
  strftime(started_at, '%Y-%m-%d') as "day",
  count(*) as started,
  count(reviewed_at) as reviewed,
  count(completed_at) as completed,
  count(*) filter (where revision > 1) as regenerated,
  quantile_cont(epoch(reviewed_at - started_at), 0.5) as seconds_to_review_p50,
  quantile_cont(epoch(completed_at - started_at), 0.5) as seconds_to_complete_p50
from workflow
group by all
order by all
