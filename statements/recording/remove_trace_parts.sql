-- Takes parts away that have become interactions.
delete from redline.trace_part waiting
using unnest(:'owner'::text[], :'trace_id'::text[], :'part_id'::text[])
  as done (owner, trace_id, part_id)
where waiting.owner = done.owner and waiting.trace_id = done.trace_id
  and waiting.part_id = done.part_id
