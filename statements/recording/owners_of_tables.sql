-- Whose the partitioned tables are, and whether this login has their owner's rights: only with them
-- does it make partitions.
select
  string_agg(distinct quote_ident(owner.rolname), ', ') as owners,
  bool_and(pg_has_role(owner.oid, 'usage')) as has_rights_of_owners,
  bool_and(has_schema_privilege(schema.oid, 'create')) as may_create,
  quote_ident(current_user) as login
from pg_class relation
join pg_namespace schema on schema.oid = relation.relnamespace
join pg_roles owner on owner.oid = relation.relowner
where schema.nspname = 'redline'
  and relation.relname in (
    'export_stage', 'correction', 'interaction', 'tool_call', 'partition_week'
  )
