-- Stage 1 came late and says when the workflow started: everything of it goes to that time.
with directory as (
  update redline.workflow set started_at = :'started_at'::timestamptz
  where owner = :'owner'::text and workflow_id = :'workflow_id'::uuid
), stages as (
  update redline.export_stage set workflow_started_at = :'started_at'::timestamptz
  where owner = :'owner'::text and workflow_started_at = :'old_started_at'::timestamptz
    and workflow_id = :'workflow_id'::uuid
)
update redline.correction set workflow_started_at = :'started_at'::timestamptz
where owner = :'owner'::text and workflow_started_at = :'old_started_at'::timestamptz
  and workflow_id = :'workflow_id'::uuid
