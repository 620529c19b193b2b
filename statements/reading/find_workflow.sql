-- Where a workflow lies, as far as the reader may see it.
select owner, workflow_id, started_at, kept_from
from redline.workflow
where workflow_id = :'workflow_id'::uuid
  and (:'owner'::text = '' or owner = :'owner'::text)
  and (redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    or owner = any ((select redline.held_owners())::text[]))
order by owner
limit 2
