-- Notes threads that were not known, with their last message; gives back those. In the order of the
-- key, so that two writers who claim the same ones wait for each other instead of locking up.
insert into redline.thread (owner, thread_id, last_at, last_id, last_message, last_message_at)
select owner, thread_id, last_at, last_id, last_message, last_at
from unnest(
  :'owner'::text[], :'thread_id'::text[], :'last_at'::timestamptz[], :'last_id'::text[],
  :'last_message'::text[]
) as claimed (owner, thread_id, last_at, last_id, last_message)
order by owner, thread_id
on conflict on constraint thread_pkey do nothing
returning owner, thread_id
