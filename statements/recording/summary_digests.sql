-- By what the summaries of some revisions, and the first one of revision 1, are known.
select revision, stage, digest
from redline.export_stage
where owner = :'owner'::text
  and workflow_started_at = :'started_at'::timestamptz
  and workflow_id = :'workflow_id'::uuid
  and stage in (1, 3)
  and revision = any (1 || :'revision'::smallint[])
