-- The messages of one thread between two times, with the one before and the one after.
(
  select occurred_at, interaction_id, user_message, repeats_previous
  from redline.interaction
  where owner = :'owner'::text and thread_id = :'thread_id'::text
    and occurred_at < :'first_at'::timestamptz
  order by occurred_at desc, interaction_id collate "C" desc
  limit 1
)
union all
(
  select occurred_at, interaction_id, user_message, repeats_previous
  from redline.interaction
  where owner = :'owner'::text and thread_id = :'thread_id'::text
    and occurred_at between :'first_at'::timestamptz and :'last_at'::timestamptz
)
union all
(
  select occurred_at, interaction_id, user_message, repeats_previous
  from redline.interaction
  where owner = :'owner'::text and thread_id = :'thread_id'::text
    and occurred_at > :'last_at'::timestamptz
  order by occurred_at, interaction_id collate "C"
  limit 1
)
order by occurred_at, interaction_id
