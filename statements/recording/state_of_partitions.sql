-- The partitions of this week and of the coming two: whether redline's list has them, and whether
-- they are there.
select
  wanted.relation,
  wanted.week,
  exists (
    select from redline.partition_week listed
    where listed.relation = wanted.relation and listed.week = wanted.week
  ) as is_listed,
  exists (
    select
    from pg_inherits
    join pg_class parent on parent.oid = inhparent
    join pg_class part on part.oid = inhrelid
    join pg_namespace schema on schema.oid = parent.relnamespace
    where schema.nspname = 'redline' and parent.relname = wanted.relation
      and part.relname = wanted.relation || '_' || to_char(wanted.week, 'YYYYMMDD')
  ) as is_attached
from (
  select relation, redline.week_of(now() + make_interval(weeks => ahead)) as week
  from unnest(array[
    'export_stage', 'correction', 'document', 'deliverable_file', 'interaction', 'tool_call',
    'audit_entry'
  ]) as relation,
    generate_series(0, 2) as ahead
) as wanted
order by wanted.week, wanted.relation
