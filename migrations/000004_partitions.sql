-- Partitions: weeks of start time, each split by hash of the owner.
--
-- Made with CREATE TABLE and ATTACH, which let readers and writers go on, where CREATE TABLE ...
-- PARTITION OF would wait for every open report and make everybody queue behind it. On Citus only
-- make_week changes: there a week is not split again, and the parent is distributed by owner.
-- The tables that only say where a record lies (workflow, interaction_key, thread) are not split: an
-- insert that may meet what is there costs several times as much in a partitioned table.

create table redline.partition_week (
  relation text not null,
  week date not null,
  made_at timestamptz not null default now(),
  constraint partition_week_pkey primary key (relation, week),
  constraint week_starts_on_monday check (extract(isodow from week) = 1)
);

create function redline.week_of(at timestamptz) returns date
  language sql immutable
  return date_trunc('week', at at time zone 'UTC')::date;

create function redline.make_week(relation text, week date) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  ways integer := (select value::integer from redline.setting where name = 'owner_partitions');
  part text := relation || '_' || to_char(week, 'YYYYMMDD');
begin
  if exists (
    select from redline.partition_week made
    where made.relation = make_week.relation and made.week = make_week.week
  ) then
    return;
  end if;
  -- One at a time, whoever asks.
  perform pg_advisory_xact_lock(hashtextextended('redline partitions', 0));
  if exists (
    select from redline.partition_week made
    where made.relation = make_week.relation and made.week = make_week.week
  ) then
    return;
  end if;
  execute format(
    'create table redline.%I (like redline.%I including defaults including constraints '
    'including storage including compression) %s',
    part, relation, case when ways > 1 then 'partition by hash (owner)' else '' end
  );
  if ways > 1 then
    for remainder in 0 .. ways - 1 loop
      execute format(
        'create table redline.%I partition of redline.%I for values with (modulus %s, remainder %s)',
        part || '_' || remainder, part, ways, remainder
      );
    end loop;
  end if;
  execute format(
    'alter table redline.%I attach partition redline.%I for values from (%L) to (%L)',
    relation, part, week::text || ' 00:00:00+00', (week + 7)::text || ' 00:00:00+00'
  );
  insert into redline.partition_week (relation, week) values (make_week.relation, make_week.week);
end $$;

-- The partitions that records of a kind ('export' or 'interaction') of that time need.
create function redline.ensure_partitions(kind text, at timestamptz) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  relation text;
begin
  foreach relation in array case kind
    when 'export' then array['export_stage', 'correction']
    when 'interaction' then array['interaction', 'tool_call']
  end loop
    perform redline.make_week(relation, redline.week_of(at));
  end loop;
end $$;

-- The partitions of this week and of the coming ones, before anybody needs them.
create function redline.make_partitions_ahead(weeks integer default 2) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  for ahead in 0 .. weeks loop
    perform redline.ensure_partitions('export', now() + make_interval(weeks => ahead));
    perform redline.ensure_partitions('interaction', now() + make_interval(weeks => ahead));
  end loop;
end $$;
