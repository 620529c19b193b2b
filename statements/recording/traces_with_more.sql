-- The traces of which more parts wait than are known.
select known.owner, known.trace_id
from unnest(:'owner'::text[], :'trace_id'::text[], :'parts'::integer[])
  as known (owner, trace_id, parts)
where known.parts < (
  select count(*)
  from redline.trace_part waiting
  where waiting.owner = known.owner and waiting.trace_id = known.trace_id
)
