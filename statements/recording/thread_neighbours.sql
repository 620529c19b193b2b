-- The messages of threads between two times, with the one before and the one after.
select
  wanted.ordinal, message.occurred_at, message.interaction_id, message.user_message,
  message.repeats_previous
from unnest(
  :'owner'::text[], :'thread_id'::text[], :'first_at'::timestamptz[], :'last_at'::timestamptz[]
) with ordinality as wanted (owner, thread_id, first_at, last_at, ordinal)
cross join lateral (
  (
    select occurred_at, interaction_id, user_message, repeats_previous
    from redline.interaction
    where owner = wanted.owner and thread_id = wanted.thread_id
      and occurred_at < wanted.first_at
    order by occurred_at desc, interaction_id collate "C" desc
    limit 1
  )
  union all
  (
    select occurred_at, interaction_id, user_message, repeats_previous
    from redline.interaction
    where owner = wanted.owner and thread_id = wanted.thread_id
      and occurred_at between wanted.first_at and wanted.last_at
  )
  union all
  (
    select occurred_at, interaction_id, user_message, repeats_previous
    from redline.interaction
    where owner = wanted.owner and thread_id = wanted.thread_id
      and occurred_at > wanted.last_at
    order by occurred_at, interaction_id collate "C"
    limit 1
  )
) message
order by wanted.ordinal, message.occurred_at, message.interaction_id collate "C"
