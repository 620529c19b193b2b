-- Of traces that were postponed and of which more has come, makes the parts wait no longer than it.
update redline.trace_part waiting
set settles_at = now() + make_interval(secs => :'settling_seconds'::double precision)
from unnest(:'owner'::text[], :'trace_id'::text[]) as asked (owner, trace_id)
where waiting.owner = asked.owner and waiting.trace_id = asked.trace_id
  and waiting.settles_at > now() + make_interval(secs => :'settling_seconds'::double precision)
