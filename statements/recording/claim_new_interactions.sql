-- Claims ids of interactions that nobody is thought to have claimed before; where somebody has, the
-- statement fails, and the batch goes the longer way of claim_interactions. Not asking first saves a
-- search of the index for each.
-- A value is taken out of its array by its place, because unnest keeps each array's values in a store
-- of its own. In the order of the key, so that two writers who claim the same ones wait for each other
-- instead of locking up.
insert into redline.interaction_key (owner, interaction_id, occurred_at, recorded_at, digest)
select
  (:'owner'::text[])[row], (:'interaction_id'::text[])[row],
  (:'occurred_at'::timestamptz[])[row], (:'recorded_at'::timestamptz[])[row],
  (:'digest'::bytea[])[row]
from generate_series(1, cardinality(:'owner'::text[])) as row
order by 1, 2
