with review as (
  select
    workflow_id,
    coalesce(max(field) filter (where stage = 2), max(field) filter (where stage = 1)) as field,
    coalesce(max(field_extracted) filter (where stage = 2),
      max(field_extracted) filter (where stage = 1)) as extracted,
    max(field_modified) filter (where stage = 2) as modified,
    max(field_deleted) filter (where stage = 2) as deleted,
    max(field_added) filter (where stage = 2) as added
  from stage
  where revision = 1 and stage < 4
    and workflow_started_at >= getvariable('from')::date
    and workflow_started_at < getvariable('to')::date
  group by workflow_id
  having bool_or(stage in (2, 3))
), cluster as (
  select
    unnest(field) as field,
    unnest(extracted) as extracted,
    unnest(coalesce(modified, list_transform(field, lambda name: 0))) as modified,
    unnest(coalesce(deleted, list_transform(field, lambda name: 0))) as deleted,
    unnest(coalesce(added, list_transform(field, lambda name: 0))) as added
  from review
)
select
  field,
  sum(extracted) as extracted,
  sum(extracted - modified - deleted) as kept,
  sum(modified) as modified,
  sum(deleted) as deleted,
  sum(added) as added,
  sum(extracted - modified - deleted) / nullif(sum(extracted), 0) as accuracy,
  sum((extracted - modified - deleted) * (extracted - modified - deleted)) as sum_kk,
  sum((extracted - modified - deleted) * extracted) as sum_ke,
  sum(extracted * extracted) as sum_ee
from cluster
group by field
order by field
