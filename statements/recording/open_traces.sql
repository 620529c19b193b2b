-- What waits of traces of which more has come, where that is no more than is asked for. Of a trace of
-- which more waits there is one row without a part, and of one of which nothing waits none at all.
select
  asked.owner, asked.trace_id, held.is_postponed,
  waiting.part_id, waiting.part, waiting.recorded_at
from unnest(:'owner'::text[], :'trace_id'::text[], :'most_parts'::integer[])
  as asked (owner, trace_id, most_parts)
cross join lateral (
  select
    count(*) as parts,
    bool_or(
      counted.settles_at > now() + make_interval(secs => :'settling_seconds'::double precision)
    ) as is_postponed
  from (
    select part.settles_at
    from redline.trace_part part
    where part.owner = asked.owner and part.trace_id = asked.trace_id
    order by part.part_id
    limit asked.most_parts + 1
  ) counted
) held
left join lateral (
  select part.part_id, part.part, part.recorded_at
  from redline.trace_part part
  where part.owner = asked.owner and part.trace_id = asked.trace_id
  order by part.part_id
  -- As a condition it would be asked of each row.
  limit case when held.parts <= asked.most_parts then asked.most_parts else 0 end
) waiting on true
where held.parts > 0
order by asked.owner, asked.trace_id, waiting.part_id
