-- The file of a revision of a workflow, or of the latest one that was delivered where none is named
-- (empty): the file that its stage 3 names, where that is kept.
select
  stage.revision, stage.content_hash, file.filename, file.mime_type, file.content, file.file_id,
  file.content_length
from redline.export_stage stage
left join redline.deliverable_file file
  on file.owner = stage.owner
  and file.workflow_id = stage.workflow_id
  and file.revision = stage.revision
  and file.content_hash = stage.content_hash
where stage.owner = :'owner'::text
  and stage.workflow_started_at = :'started_at'::timestamptz
  and stage.workflow_id = :'workflow_id'::uuid
  and stage.stage = 3
  and (:'revision'::text = '' or stage.revision = nullif(:'revision'::text, '')::smallint)
  and (redline.is_kept(
      stage.owner, stage.kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    or stage.owner = any ((select redline.held_owners())::text[]))
order by stage.revision desc
limit 1
