-- Notes where workflows lie that were not known. In the order of the key, so that two writers who
-- claim the same ones wait for each other instead of locking up.
insert into redline.workflow (owner, workflow_id, started_at, kept_from)
select owner, workflow_id, started_at, kept_from
from unnest(
  :'owner'::text[], :'workflow_id'::uuid[], :'started_at'::timestamptz[],
  :'kept_from'::timestamptz[]
) as claimed (owner, workflow_id, started_at, kept_from)
order by owner, workflow_id
on conflict on constraint workflow_pkey do nothing
