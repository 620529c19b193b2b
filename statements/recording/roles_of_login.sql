-- Which of redline's roles are there, and into which of them this login may change.
select
  wanted.role_name,
  role.oid is not null as is_there,
  coalesce(
    case
      -- From PostgreSQL 16 on, a membership says by itself whether one may change into the role.
      when current_setting('server_version_num')::integer >= 160000
        then pg_has_role(role.oid, 'set')
      else pg_has_role(role.oid, 'member')
    end,
    false
  ) as may_change,
  (
    select own.rolsuper or own.rolcreaterole from pg_roles own where own.rolname = current_user
  ) as may_make_roles,
  quote_ident(current_user) as login
from unnest(array[
  'redline_fleet', 'redline_content',
  'redline_recorder', 'redline_owner', 'redline_analyst', 'redline_miner',
  'redline_compliance', 'redline_admin'
]) with ordinality as wanted (role_name, place)
left join pg_roles role on role.rolname = wanted.role_name
order by wanted.place
