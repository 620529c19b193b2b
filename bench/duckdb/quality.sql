with workflow as (
  select
    workflow_id,
    any_value(workflow_started_at) as started_at,
    bool_or(
      coalesce(total_seconds < editing_seconds, false)
      or coalesce(reported_accuracy >= 1 and modified + deleted > 0, false)
      or coalesce(reported_fields_edited = 0 and modified + deleted + added > 0, false)
      or coalesce(file_bytes = 0, false)
    ) as is_contradictory
  from revision
  group by workflow_id
), contradiction as (
  select strftime(started_at, '%Y-%m-%d') as "day",
    count(*) filter (where is_contradictory) as found
  from workflow
  group by all
), timing as (
  select strftime(workflow_started_at, '%Y-%m-%d') as "day",
    quantile_cont(processing_ms, 0.5) as processing_ms_p50,
    quantile_cont(processing_ms, 0.95) as processing_ms_p95
  from stage
  where workflow_started_at >= getvariable('from')::date
    and workflow_started_at < getvariable('to')::date
  group by all
), total as (
  select
    strftime(workflow_started_at, '%Y-%m-%d') as "day",
    count(distinct workflow_id) as workflows,
    avg(reported_quality) filter (where revision = 1 and is_reviewed) as reported_quality,
    count(*) filter (where revision = 1 and is_reviewed and modified + deleted + added = 0)
      / count(*) filter (where revision = 1 and is_reviewed) as document_accuracy,
    avg(satisfaction) as satisfaction,
    count(satisfaction) as ratings,
    sum(tokens_used) as tokens_used,
    quantile_cont(total_seconds, 0.5) as total_seconds_p50,
    sum(kept_words) / sum(summary_words) as survival
  from revision
  group by all
)
select total.*, processing_ms_p50, processing_ms_p95, found as contradictions
from total
join timing using ("day")
join contradiction using ("day")
order by "day"
