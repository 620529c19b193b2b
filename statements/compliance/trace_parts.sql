-- Parts of an owner's conversations that wait for the rest of their trace.
select trace_id, part_id, recorded_at, settles_at, part
from redline.trace_part
where owner = :'owner'::text
order by trace_id, part_id
