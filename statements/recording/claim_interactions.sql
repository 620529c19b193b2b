-- Claims ids of interactions; gives back those that nobody had claimed before.
insert into redline.interaction_key (owner, interaction_id, occurred_at, recorded_at, digest)
select *
from unnest(
  :'owner'::text[], :'interaction_id'::text[], :'occurred_at'::timestamptz[],
  :'recorded_at'::timestamptz[], :'digest'::bytea[]
) as claimed (owner, interaction_id, occurred_at, recorded_at, digest)
order by owner, interaction_id
on conflict on constraint interaction_key_pkey do nothing
returning owner, interaction_id
