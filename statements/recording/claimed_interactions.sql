-- What was fixed of interactions that are recorded already.
select known.owner, known.interaction_id, known.occurred_at, known.recorded_at, known.digest
from unnest(:'owner'::text[], :'interaction_id'::text[]) as wanted (owner, interaction_id)
join redline.interaction_key known
  on known.owner = wanted.owner and known.interaction_id = wanted.interaction_id
order by known.owner, known.interaction_id
