-- How much waits of traces: all together, and of the owners of whom most does. A part counts as it is
-- stored, with about what its row and its index entries take beside.
with held as materialized (
  select waiting.owner, count(*) as parts, sum(pg_column_size(waiting.part) + 200) as bytes
  from redline.trace_part waiting
  group by waiting.owner
)
select
  null as owner, coalesce(sum(held.parts), 0)::bigint as parts,
  coalesce(sum(held.bytes), 0)::bigint as bytes
from held
union all
(
  select held.owner, held.parts, held.bytes::bigint
  from held
  order by held.bytes desc, held.owner
  limit :'most_owners'::integer
)
