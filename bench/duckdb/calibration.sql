with review as (
  select
    workflow_id,
    any_value(owner) as owner,
    coalesce(max(modified + deleted + added) filter (where stage = 2), 0) as changes,
    max(coalesce(confidence, extraction_confidence)) filter (where stage = 1) as confidence,
    max(scored_path) as scored_path,
    max(scored_confidence) as scored_confidence
  from stage
  where revision = 1 and stage < 4
    and workflow_started_at >= getvariable('from')::date
    and workflow_started_at < getvariable('to')::date
  group by workflow_id
  having bool_or(stage in (2, 3))
), field as (
  select workflow_id, unnest(scored_path) as path, unnest(scored_confidence) as confidence
  from review
  where scored_path is not null
), changed as (
  -- A change below a pointer is a change of it.
  select distinct workflow_id,
    array_to_string(string_split(original_path, '/')[:depth], '/') as path
  from (
    select workflow_id, original_path,
      unnest(range(2, len(string_split(original_path, '/')) + 1)) as depth
    from correction
    where revision = 1
      and workflow_started_at >= getvariable('from')::date
      and workflow_started_at < getvariable('to')::date
  ) place
), item as (
  select confidence, changes = 0 as is_correct
  from review
  where scored_path is null and confidence is not null
  union all
  select field.confidence, changed.path is null
  from field
  left join changed on changed.workflow_id = field.workflow_id and changed.path = field.path
), ranked as (
  select confidence, is_correct,
    rank() over (order by confidence)
      + (count(*) over (partition by confidence) - 1) / 2.0 as place
  from item
), total as (
  select
    avg((confidence - is_correct::integer) * (confidence - is_correct::integer)) as brier,
    (sum(place) filter (where is_correct) - count(*) filter (where is_correct)
        * (count(*) filter (where is_correct) + 1) / 2.0)
      / count(*) filter (where is_correct) / count(*) filter (where not is_correct) as auroc
  from ranked
), bin as (
  select
    least(floor(confidence * 10), 9) / 10 as bin_low,
    count(*) as count,
    avg(confidence) as mean_confidence,
    avg(is_correct::integer) as accuracy,
    avg(is_correct::integer) - avg(confidence) as gap
  from item
  group by all
)
select bin.*, brier, auroc, sum(count * abs(gap)) over () / sum(count) over () as ece
from bin cross join total
order by bin_low
