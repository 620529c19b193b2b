-- Threads with their last messages; each thread is locked, because whether a message repeats the one
-- before it depends on both, and another writer may be at it. Where this had to wait for another
-- writer, the message is the one that was the last before, or none.
select thread.owner, thread.thread_id, thread.last_at, thread.last_id,
  message.occurred_at, message.interaction_id, message.user_message, message.repeats_previous
from unnest(:'owner'::text[], :'thread_id'::text[]) as wanted (owner, thread_id)
join redline.thread
  on thread.owner = wanted.owner and thread.thread_id = wanted.thread_id
left join redline.interaction message
  on message.owner = thread.owner
  and message.occurred_at = thread.last_at
  and message.interaction_id = thread.last_id
order by thread.owner, thread.thread_id
for update of thread
