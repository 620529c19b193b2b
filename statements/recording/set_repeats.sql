-- Whether messages repeat the one before them, where another one has come between.
update redline.interaction message
set repeats_previous = changed.repeats_previous
from unnest(
  :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
  :'repeats_previous'::bool[]
) as changed (owner, occurred_at, interaction_id, repeats_previous)
where message.owner = changed.owner
  and message.occurred_at = changed.occurred_at
  and message.interaction_id = changed.interaction_id
