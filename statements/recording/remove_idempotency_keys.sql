-- Looks at the next thousand keys and removes those of them that nobody can use any more; gives back
-- the last key that was looked at, or nothing at the end. A key counts for a day; it stays another
-- one, because what waited in the spool claims its key late, and clocks differ.
with page as materialized (
  select owner, idempotency_key
  from redline.idempotency_key
  where (owner, idempotency_key) > (:'owner'::text, :'idempotency_key'::text)
  order by owner, idempotency_key
  limit 1000
), removed as (
  delete from redline.idempotency_key known
  using page
  where known.owner = page.owner and known.idempotency_key = page.idempotency_key
    and known.accepted_at < now() - interval '48 hours'
  returning known.owner
)
select owner, idempotency_key, (select count(*) from removed) as removed
from page
order by owner desc, idempotency_key desc
limit 1
