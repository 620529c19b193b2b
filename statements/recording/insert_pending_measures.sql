-- Marks stages that are measured later. Where there is a mark already, that one will do: whoever
-- acts on it looks again, once they hold the workflow, whether what they compared is still there.
insert into redline.pending_measure (owner, workflow_id, revision, stage, kept_from)
select owner, workflow_id, revision, stage, kept_from
from unnest(
  :'owner'::text[], :'workflow_id'::uuid[], :'revision'::smallint[], :'stage'::smallint[],
  :'kept_from'::timestamptz[]
) as marked (owner, workflow_id, revision, stage, kept_from)
on conflict on constraint pending_measure_pkey do nothing
