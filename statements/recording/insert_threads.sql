-- insert_threads
-- Notes threads that were not known when the known ones were locked, with their last message. In the
-- order of the key, so that two writers who note the same ones wait for each other instead of locking
-- up; the second fails then, and has to ask.
insert into redline.thread (owner, thread_id, last_at, last_id, last_message, last_message_at)
select owner, thread_id, last_at, last_id, last_message, last_at
from unnest(
  :'owner'::text[], :'thread_id'::text[], :'last_at'::timestamptz[], :'last_id'::text[],
  :'last_message'::text[]
) as begun (owner, thread_id, last_at, last_id, last_message)
order by owner, thread_id
