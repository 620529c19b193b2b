-- What an owner corrected.
select
  workflow_id, revision, ordinal, workflow_started_at, kept_from, field, original_path,
  modified_path, change_type, pattern, original, modified, original_length, modified_length,
  edit_distance, reason
from redline.correction
where owner = :'owner'::text
order by workflow_started_at, workflow_id, revision, ordinal
