-- The last messages of threads; each thread is locked, because whether a message repeats the one
-- before it depends on both, and another writer may be at it.
select thread.owner, thread.thread_id, thread.last_at, thread.last_id
from unnest(:'owner'::text[], :'thread_id'::text[]) as wanted (owner, thread_id)
join redline.thread
  on thread.owner = wanted.owner and thread.thread_id = wanted.thread_id
order by thread.owner, thread.thread_id
for update of thread
