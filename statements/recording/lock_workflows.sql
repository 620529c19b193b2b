-- Where workflows lie; each is locked, so that what one writer measures between stages of a
-- workflow cannot pass by what another writes at the same time.
select workflow.owner, workflow.workflow_id, workflow.started_at, workflow.kept_from
from unnest(:'owner'::text[], :'workflow_id'::uuid[]) as wanted (owner, workflow_id)
join redline.workflow
  on workflow.owner = wanted.owner and workflow.workflow_id = wanted.workflow_id
order by workflow.owner, workflow.workflow_id
for update of workflow
