-- Whether messages repeat the one before them, where another one has come between.
with changed as (
  update redline.interaction message
  set repeats_previous = changed.repeats_previous
  from unnest(
    :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
    :'repeats_previous'::bool[]
  ) as changed (owner, occurred_at, interaction_id, repeats_previous)
  where message.owner = changed.owner
    and message.occurred_at = changed.occurred_at
    and message.interaction_id = changed.interaction_id
  returning
    message.owner, message.occurred_at, message.model, message.source, message.repeats_previous
)
insert into redline.rollup_pending (kind, owner, occurred_at, model, source, repeats_previous)
select
  'repeat', array_agg(owner), array_agg(occurred_at), array_agg(model), array_agg(source),
  array_agg(repeats_previous)
from changed
having count(*) > 0
