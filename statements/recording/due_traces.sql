-- Traces of which nothing more has come for a while, or which have waited as long as any may; those
-- that have waited longest first.
select due.owner, due.trace_id
from (
  select
    part.owner, part.trace_id, min(part.settles_at) as settles_at,
    min(part.recorded_at) as began_at
  from redline.trace_part part
  where part.settles_at <= now()
  group by part.owner, part.trace_id
) due
where due.began_at <= now() - make_interval(secs => :'longest_seconds'::double precision)
  or not exists (
    select from redline.trace_part later
    where later.owner = due.owner and later.trace_id = due.trace_id and later.settles_at > now()
  )
order by due.settles_at, due.owner, due.trace_id
limit :'most_traces'::integer
