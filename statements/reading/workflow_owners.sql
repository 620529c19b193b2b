-- Whose workflows have an id, as far as the reader may see them: more than one where several owners
-- use the same.
select owner, started_at
from redline.workflow
where workflow_id = :'workflow_id'::uuid
  and (redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    or owner = any ((select redline.held_owners())::text[]))
order by owner
limit 100
