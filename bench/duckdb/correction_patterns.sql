with made as (
  select correction.*, review.reviewed_at
  from correction
  join (select workflow_id, revision, reviewed_at from revision where is_reviewed) review
    using (workflow_id, revision)
)
select
  field,
  change_type,
  pattern,
  count(*) as corrections,
  count(*) / sum(count(*)) over () as share,
  count(distinct owner) as owners,
  arg_min(original, (reviewed_at, workflow_started_at, workflow_id, ordinal)) as example_original,
  arg_min(modified, (reviewed_at, workflow_started_at, workflow_id, ordinal)) as example_modified,
  min(reviewed_at) as first_seen,
  max(reviewed_at) as last_seen
from made
group by field, change_type, pattern
order by corrections desc, field, change_type, pattern
