-- One writer a thread at a time: whether a message repeats the one before it depends on both.
select pg_advisory_xact_lock(key)
from (
  select distinct hashtextextended(owner || ' ' || thread_id, 71) as key
  from unnest(:'owner'::text[], :'thread_id'::text[]) as thread (owner, thread_id)
  order by key
) keys
