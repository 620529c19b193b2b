-- move_known_threads
-- Moves the threads that are known to their last messages, and gives back what was last before. One
-- that has gone further already stays as it is. Each thread is locked, in the order of the key,
-- because whether a message repeats the one before it depends on both, and another writer may be at
-- it; what is given back is what that one has left. The message is null where it is long, or where a
-- redline has moved the thread that does not note it.
-- Ids are compared byte by byte, as redline does, whatever the database's own order is.
update redline.thread
set last_at = case when before.goes_on then before.new_at else before.last_at end,
  last_id = case when before.goes_on then before.new_id else before.last_id end,
  recorded_at = case when before.goes_on then now() else thread.recorded_at end,
  last_message = case when before.goes_on then before.new_message else thread.last_message end,
  last_message_at = case when before.goes_on then before.new_at else thread.last_message_at end
from (
  select known.owner, known.thread_id, known.last_at, known.last_id,
    case when known.last_message_at = known.last_at then known.last_message end as last_message,
    new.last_at as new_at, new.last_id as new_id, new.last_message as new_message,
    (new.last_at, new.last_id collate "C") > (known.last_at, known.last_id collate "C") as goes_on
  from unnest(
    :'owner'::text[], :'thread_id'::text[], :'last_at'::timestamptz[], :'last_id'::text[],
    :'last_message'::text[]
  ) as new (owner, thread_id, last_at, last_id, last_message)
  join redline.thread known
    on known.owner = new.owner and known.thread_id = new.thread_id
  order by known.owner, known.thread_id
  for update of known
) before
where thread.owner = before.owner and thread.thread_id = before.thread_id
returning before.owner, before.thread_id, before.last_at, before.last_id, before.last_message
