-- The mark whose turn it is, and one more try for it. The try is committed before the work begins,
-- so that it counts even where the work ends the process.
update redline.pending_measure mark
set tries = mark.tries + 1
from (
  select owner, workflow_id, revision, stage
  from redline.pending_measure
  where tries < :'try_limit'::integer
  order by tries, since
  limit 1
  for update skip locked
) as next
where mark.owner = next.owner
  and mark.workflow_id = next.workflow_id
  and mark.revision = next.revision
  and mark.stage = next.stage
returning mark.owner, mark.workflow_id, mark.revision, mark.stage
