-- Messages, each by its whole key.
select wanted.owner, wanted.thread_id, message.occurred_at, message.interaction_id,
  message.user_message, message.repeats_previous
from unnest(
  :'owner'::text[], :'thread_id'::text[], :'last_at'::timestamptz[], :'last_id'::text[]
) as wanted (owner, thread_id, last_at, last_id)
join redline.interaction message
  on message.owner = wanted.owner
  and message.occurred_at = wanted.last_at
  and message.interaction_id = wanted.last_id
