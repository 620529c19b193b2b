-- The last messages of threads that have gone on: a thread is kept as long as its newest message.
update redline.thread
set last_at = moved.last_at, last_id = moved.last_id, recorded_at = now(),
  last_message = moved.last_message, last_message_at = moved.last_at
from unnest(
  :'owner'::text[], :'thread_id'::text[], :'last_at'::timestamptz[], :'last_id'::text[],
  :'last_message'::text[]
) as moved (owner, thread_id, last_at, last_id, last_message)
where thread.owner = moved.owner and thread.thread_id = moved.thread_id
