-- The corrections of one workflow, in document order.
select
  revision, ordinal, field, original_path, modified_path, change_type, pattern, original,
  modified, reason
from redline.correction
where owner = :'owner'::text
  and workflow_started_at = :'started_at'::timestamptz
  and workflow_id = :'workflow_id'::uuid
  and kept_from > (select redline.kept_since('export'))
order by revision, ordinal
