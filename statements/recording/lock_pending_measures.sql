-- A mark, and for a summary others of the same workflow, as far as nobody else is at them. They
-- stay locked while they are measured; where that ends early, they are free again.
select
  mark.revision, mark.stage, workflow.started_at,
  not redline.is_kept(
    workflow.owner, workflow.kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  ) as is_past
from redline.pending_measure mark
join redline.workflow
  on workflow.owner = mark.owner and workflow.workflow_id = mark.workflow_id
where mark.owner = :'owner'::text
  and mark.workflow_id = :'workflow_id'::uuid
  and mark.stage = :'stage'::integer
  and (mark.stage = 3 or mark.revision = :'revision'::integer)
order by mark.revision <> :'revision'::integer, mark.tries, mark.revision
limit :'slice_limit'::integer
for update of mark skip locked
