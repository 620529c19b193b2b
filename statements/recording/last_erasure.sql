-- The receipt of the last erasure of an owner whose records are refused since.
select
  erasure_id, owner_digest, requested_by, requested_at, finished_at, removed::text as removed,
  recalled::text as recalled, redline.files_of_erasure(erasure_id) as files_left
from redline.erasure
where owner_digest = redline.owner_digest(:'owner'::text)
  and finished_at is not null
  and readmitted_at is null
order by finished_at desc
limit 1
