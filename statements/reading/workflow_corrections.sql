-- The corrections of one workflow, in document order.
select
  revision, ordinal, field, original_path, modified_path, change_type, pattern, original,
  modified, reason
from redline.correction
where owner = :'owner'::text
  and workflow_started_at = :'started_at'::timestamptz
  and workflow_id = :'workflow_id'::uuid
  and (redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    or owner = any ((select redline.held_owners())::text[]))
order by revision, ordinal
