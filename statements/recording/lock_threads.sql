-- Threads with their last messages; each thread is locked, because whether a message repeats the one
-- before it depends on both, and another writer may be at it. The message is null where it is long, or
-- where a redline has moved the thread that does not note it.
select thread.owner, thread.thread_id, thread.last_at, thread.last_id,
  case when thread.last_message_at = thread.last_at then thread.last_message end as last_message
from unnest(:'owner'::text[], :'thread_id'::text[]) as wanted (owner, thread_id)
join redline.thread
  on thread.owner = wanted.owner and thread.thread_id = wanted.thread_id
order by thread.owner, thread.thread_id
for update of thread
