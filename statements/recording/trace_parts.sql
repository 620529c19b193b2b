-- What waits of these traces.
select
  waiting.owner, waiting.trace_id, waiting.part_id, waiting.part, waiting.recorded_at,
  false as is_postponed
from unnest(:'owner'::text[], :'trace_id'::text[]) as asked (owner, trace_id)
join redline.trace_part waiting
  on waiting.owner = asked.owner and waiting.trace_id = asked.trace_id
order by waiting.owner, waiting.trace_id, waiting.part_id
