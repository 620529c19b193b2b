-- The bytes that tables take on the disk, those that are there.
select coalesce(sum(pg_total_relation_size(class.oid)), 0)::bigint as bytes
from unnest(:'tables'::text[]) as named
join pg_class class on class.oid = to_regclass(named)
