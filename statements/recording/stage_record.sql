-- One stage as it was sent.
select digest, record
from redline.export_stage
where owner = :'owner'::text
  and workflow_started_at = :'started_at'::timestamptz
  and workflow_id = :'workflow_id'::uuid
  and revision = :'revision'::integer
  and stage = :'stage'::integer
