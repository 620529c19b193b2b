-- Whether a file of a workflow is kept, wherever its content lies.
select exists (
  select from redline.deliverable_file file
  join redline.workflow place
    on place.owner = file.owner and place.workflow_id = file.workflow_id
    and place.started_at = file.workflow_started_at
  where place.owner = :'owner'::text
    and place.workflow_id = :'workflow_id'::uuid
    and file.revision = :'revision'::smallint
    and file.content_hash = :'content_hash'::text
) as is_kept
