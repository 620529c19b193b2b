-- The receipt of an erasure.
select
  erasure_id, owner_digest, requested_by, requested_at, finished_at, removed::text as removed,
  recalled::text as recalled
from redline.erasure
where erasure_id = :'erasure_id'::uuid
