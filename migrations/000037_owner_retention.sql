-- A time of its own for the records of one owner, where that is agreed: shorter or longer than that
-- of everybody's.
--
-- Who reads compares with the owner's own instant: redline.is_kept() is put in the place of its call
-- by the planner, and asks for the agreements once a query. Where there are none, that is one more
-- thing to ask, and a row costs what it did. Every view, policy and function that compared with
-- redline.kept_since() alone is made anew here from its own definition.

create table redline.owner_retention (
  owner text not null,
  kind text not null,
  days integer not null,
  agreed_by text not null,
  reason text not null default '',
  created_at timestamptz not null default now(),
  constraint owner_retention_pkey primary key (owner, kind),
  constraint retention_owner_is_valid check (length(owner) between 1 and 254),
  constraint kind_has_owners check (kind in ('export', 'interaction', 'tool_content')),
  constraint days_in_range check (days between 1 and 3650),
  constraint reason_in_range check (length(reason) <= 2000)
);

comment on table redline.owner_retention is
  'For how many days records of an owner are kept, where that is not as long as everybody''s.';

-- The functions that ask for agreements have the rights of who asks: an owner learns of no other.
alter table redline.owner_retention enable row level security;
create policy recorder_reads on redline.owner_retention for select
  to redline_recorder using (true);
create policy owner_reads_own on redline.owner_retention for select
  to redline_owner using (owner = (select redline.current_owner()));
create policy fleet_reads_all on redline.owner_retention for select to redline_fleet using (true);
grant select (owner, kind, days) on redline.owner_retention to
  redline_recorder, redline_owner, redline_analyst, redline_miner;
grant select on redline.owner_retention to redline_compliance, redline_admin;

-- For how many days everybody's records of a kind are kept, as far as that is set.
create function redline.set_days(kind text) returns integer
  language sql stable security definer
  set search_path = pg_catalog
  return (select value::integer from redline.setting where name = kind || '_retention_days');

-- As before, at a third of the cost: each query asks for it several times. Statements without
-- parameters keep their plans.
create or replace function redline.kept_since(kind text) returns timestamptz
  language plpgsql stable security definer
  set search_path = pg_catalog
as $$
declare
  days integer;
begin
  case kind
    when 'export' then
      select value::integer into days
      from redline.setting where name = 'export_retention_days';
    when 'interaction' then
      select value::integer into days
      from redline.setting where name = 'interaction_retention_days';
    -- Content of tools is never kept longer than its interaction.
    when 'tool_content' then
      select min(value::integer) into days
      from redline.setting
      where name in ('tool_content_retention_days', 'interaction_retention_days');
  end case;
  return now() - make_interval(days => days);
end $$;

-- The owners who have a time of their own, with the days that come of it. Content of tools is never
-- kept longer than its interaction.
create function redline.agreed_days(kind text) returns table (owner text, days integer)
  language sql stable
begin atomic
  select agreed.owner, agreed.days
  from redline.owner_retention agreed
  where agreed.kind = agreed_days.kind and agreed_days.kind <> 'tool_content'
  union all
  select
    agreed.owner,
    least(
      coalesce(
        min(agreed.days) filter (where agreed.kind = 'tool_content'),
        redline.set_days('tool_content')
      ),
      coalesce(
        min(agreed.days) filter (where agreed.kind = 'interaction'),
        redline.set_days('interaction')
      )
    )
  from redline.owner_retention agreed
  where agreed.kind in ('interaction', 'tool_content') and agreed_days.kind = 'tool_content'
  group by agreed.owner;
end;

-- The instants before which records of those owners have run out, in seconds; null where nobody has
-- a time of their own.
create function redline.agreed_since(kind text) returns jsonb
  language plpgsql stable
  set search_path = pg_catalog
as $$
begin
  if not exists (select from redline.owner_retention) then
    return null;
  end if;
  return (
    select jsonb_object_agg(
      agreed.owner, extract(epoch from now() - make_interval(days => agreed.days))
    )
    from redline.agreed_days(agreed_since.kind) agreed
  );
end $$;

-- The instant that counts for an owner.
create function redline.since_of(owner text, since timestamptz, agreed jsonb) returns timestamptz
  language sql immutable parallel safe
  return coalesce(to_timestamp((agreed -> owner)::double precision), since);

-- Whether a record of an owner is within its time. Each of `since` and `agreed` is to be asked for
-- in a SELECT of its own, so that it is asked for once a query.
create function redline.is_kept(
  owner text, kept_from timestamptz, since timestamptz, agreed jsonb
) returns boolean
  language sql immutable parallel safe
  return kept_from > redline.since_of(owner, since, agreed);

-- Puts something in the place of something else in the definition of a function.
create or replace function pg_temp.reword(routine regprocedure, known text, instead text)
  returns void
  language plpgsql
as $$
declare
  definition text := pg_get_functiondef(routine);
begin
  if strpos(definition, known) = 0 then
    raise exception '% has no "%"', routine, known;
  end if;
  execute replace(definition, known, instead);
end $$;

do $$
declare
  known constant text :=
    '(\w+\.)?(kept_from|recorded_at) > '
    '\( SELECT redline\.kept_since\(''(\w+)''::text\) AS kept_since\)';
  instead constant text :=
    'redline.is_kept(\1owner, \1\2, (SELECT redline.kept_since(''\3'')), '
    '(SELECT redline.agreed_since(''\3'')))';
  path text := current_setting('search_path');
  found record;
begin
  -- So that every name in a definition has its schema.
  perform set_config('search_path', 'pg_catalog', true);
  for found in
    select
      class.oid::regclass as name, pg_get_viewdef(class.oid) as definition,
      array_to_string(class.reloptions, ', ') as options
    from pg_class class
    where class.relnamespace = 'redline'::regnamespace and class.relkind = 'v'
  loop
    continue when found.definition !~ known;
    execute format(
      'create or replace view %s with (%s) as %s', found.name, found.options,
      regexp_replace(found.definition, known, instead, 'g')
    );
  end loop;
  for found in
    select pg_get_functiondef(oid) as definition
    from pg_proc
    where pronamespace = 'redline'::regnamespace and prosqlbody is not null
  loop
    continue when found.definition !~ known;
    execute regexp_replace(found.definition, known, instead, 'g');
  end loop;
  for found in
    select
      policy.polname as name, policy.polrelid::regclass as relation,
      pg_get_expr(policy.polqual, policy.polrelid) as condition
    from pg_policy policy
    join pg_class class on class.oid = policy.polrelid
    where class.relnamespace = 'redline'::regnamespace
  loop
    continue when found.condition !~ known;
    execute format(
      'alter policy %I on %s using (%s)', found.name, found.relation,
      regexp_replace(found.condition, known, instead, 'g')
    );
  end loop;
  -- A server that writes definitions in another way must not leave one as it was.
  for found in
    select class.oid::regclass::text as name, pg_get_viewdef(class.oid) as definition
    from pg_class class
    where class.relnamespace = 'redline'::regnamespace and class.relkind = 'v'
    union all
    select policy.polname, pg_get_expr(policy.polqual, policy.polrelid)
    from pg_policy policy
    join pg_class class on class.oid = policy.polrelid
    where class.relnamespace = 'redline'::regnamespace
  loop
    if regexp_count(found.definition, 'kept_since\(')
      <> regexp_count(found.definition, 'agreed_since\(')
    then
      raise exception '% still keeps to everybody''s time alone', found.name;
    end if;
  end loop;
  perform set_config('search_path', path, true);
end $$;

select pg_temp.reword(
  'redline.store_document(
    text, text, bytea, json, text, text, double precision, integer, text[]
  )',
  'latest.kept_from > redline.kept_since(''export'')',
  'redline.is_kept(
    of_owner, latest.kept_from, redline.kept_since(''export''), redline.agreed_since(''export'')
  )'
);

-- The column that says from when the time of a record of a kind counts.
create function redline.time_kept_from(kind text) returns text
  language sql immutable
  return case kind when 'export' then 'kept_from' else 'recorded_at' end;

-- Which rows of a kind have to stay, as a condition with everybody's instant, the owners on hold and
-- the instants that are agreed to come.
create or replace function redline.staying(kind text) returns text
  language sql immutable
  return '(redline.is_kept(owner, ' || redline.time_kept_from(kind) || ', $1, $3) '
    || 'or owner = any ($2))';

drop function pg_temp.reword(regprocedure, text, text);
