-- The tables that an erasure removed rows from, those of them that are there yet.
select format('%I.%I', nspname, relname) as name
from redline.erasure
cross join lateral unnest(touched) as named
join pg_class class on class.oid = to_regclass(named)
join pg_namespace on pg_namespace.oid = relnamespace
where erasure_id = :'erasure_id'::uuid
order by 1
