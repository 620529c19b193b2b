-- Lets traces wait until so long after their parts came.
update redline.trace_part waiting
set settles_at = waiting.recorded_at
  + make_interval(secs => :'patience_seconds'::double precision)
from unnest(:'owner'::text[], :'trace_id'::text[], :'part_id'::text[])
  as postponed (owner, trace_id, part_id)
where waiting.owner = postponed.owner and waiting.trace_id = postponed.trace_id
  and waiting.part_id = postponed.part_id
