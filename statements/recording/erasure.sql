-- The receipt of an erasure.
select
  erasure_id, owner_digest, requested_by, requested_at, finished_at, removed::text as removed,
  recalled::text as recalled, redline.files_of_erasure(erasure_id) as files_left
from redline.erasure
where erasure_id = :'erasure_id'::uuid
