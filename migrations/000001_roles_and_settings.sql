-- Roles, settings and the rules that the tables after this lean on.
--
-- A database role for each role of a key, so that PostgreSQL itself keeps owners apart, and two
-- groups: who sees every owner's rows, and who sees content. Roles belong to the whole cluster;
-- where they exist already they are used as they are.

create schema if not exists redline;

do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    'redline_fleet', 'redline_content',
    'redline_recorder', 'redline_owner', 'redline_analyst', 'redline_miner',
    'redline_compliance', 'redline_admin'
  ] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- Another database's migration made it in the meantime.
    end;
  end loop;
  -- Grants are made only where they are missing: to repeat one needs the same rights as to make it.
  foreach role_name in array array[
    'redline_recorder', 'redline_owner', 'redline_analyst', 'redline_miner',
    'redline_compliance', 'redline_admin', 'redline_fleet', 'redline_content'
  ] loop
    if not pg_has_role(current_user, role_name, 'member') then
      execute format('grant %I to current_user', role_name);
    end if;
  end loop;
  foreach role_name in array array[
    'redline_analyst', 'redline_miner', 'redline_compliance', 'redline_admin'
  ] loop
    if not pg_has_role(role_name, 'redline_fleet', 'member') then
      execute format('grant redline_fleet to %I', role_name);
    end if;
  end loop;
  foreach role_name in array array[
    'redline_owner', 'redline_miner', 'redline_compliance', 'redline_admin'
  ] loop
    if not pg_has_role(role_name, 'redline_content', 'member') then
      execute format('grant redline_content to %I', role_name);
    end if;
  end loop;
end $$;

revoke all on schema redline from public;
grant usage on schema redline to
  redline_recorder, redline_owner, redline_analyst, redline_miner, redline_compliance,
  redline_admin;

create table redline.setting (
  name text primary key,
  value text not null,
  constraint setting_is_known check (
    name in ('owner_partitions', 'export_retention_days', 'interaction_retention_days')
  ),
  constraint setting_is_whole_number check (value ~ '^[1-9][0-9]{0,4}$')
);

comment on table redline.setting is
  'owner_partitions: into how many partitions by owner a new week is split (1: none). '
  '..._retention_days: how long raw records are kept.';

insert into redline.setting (name, value) values
  ('owner_partitions', '8'),
  ('export_retention_days', '30'),
  ('interaction_retention_days', '30');

-- The time before which records of a kind have run out. Everybody reads through views and policies
-- that ask for it, so a record is unreadable past its time even while its partition is still there.
create function redline.kept_since(kind text) returns timestamptz
  language sql stable security definer
  set search_path = pg_catalog
  return now() - make_interval(days => (
    select value::integer from redline.setting where name = kind || '_retention_days'
  ));

-- The owner of whom this transaction may read, in the role redline_owner.
create function redline.current_owner() returns text
  language sql stable
  return nullif(current_setting('redline.owner', true), '');

grant execute on function redline.kept_since(text), redline.current_owner() to public;
