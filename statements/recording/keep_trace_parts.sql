-- Keeps parts of traces; those that wait already are not given back.
insert into redline.trace_part (owner, trace_id, part_id, settles_at, part)
select
  kept.owner, kept.trace_id, kept.part_id,
  now() + make_interval(secs => :'settling_seconds'::double precision), kept.part
from unnest(:'owner'::text[], :'trace_id'::text[], :'part_id'::text[], :'part'::json[])
  as kept (owner, trace_id, part_id, part)
order by kept.owner, kept.trace_id, kept.part_id
on conflict on constraint trace_part_pkey do nothing
returning owner, trace_id, part_id
