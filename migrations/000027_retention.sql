-- Retention: what is past its time goes, and its space is given back.
--
-- A week of records goes as a whole: redline.retire_week() takes its partition out, which frees the
-- disk, and not row by row. What has to stay of it (records that came late, and everything of an
-- owner on hold) is copied into a partition in its place first. What is taken out waits as a table of
-- its own until the entries that say where its records lie are removed as well; then
-- redline.drop_retired() drops it. Each is a transaction, so that a crash leaves nothing half done.

alter table redline.setting drop constraint setting_is_known;
alter table redline.setting add constraint setting_is_known check (
  name in (
    'owner_partitions', 'export_retention_days', 'interaction_retention_days',
    'rollup_retention_days', 'audit_retention_days', 'after_erasure'
  )
);
insert into redline.setting (name, value) values
  ('rollup_retention_days', '400'), ('audit_retention_days', '1095');

alter table redline.partition_week
  add look_again_at timestamptz not null default '-infinity';
comment on column redline.partition_week.look_again_at is
  'Before then nothing more of it is past its time, as far as was known.';

create table redline.retired_partition (
  part text not null,
  kind text not null,
  retired_at timestamptz not null default now(),
  constraint retired_partition_pkey primary key (part),
  constraint kind_is_known check (kind in ('export', 'interaction'))
);
comment on table redline.retired_partition is
  'Partitions that were taken out and are to be dropped, by the names that they have now.';

create table redline.retention_run (
  run_id bigint generated always as identity,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  run_by text not null,
  weeks integer not null default 0,
  removed bigint not null default 0,
  freed_bytes bigint not null default 0,
  constraint retention_run_pkey primary key (run_id)
);
grant select on redline.retention_run to redline_compliance, redline_admin;

-- The relations of a kind, the one first that says how long its records are kept.
create function redline.relations_of(kind text) returns text[]
  language sql immutable
  return case kind
    when 'export' then array['export_stage', 'correction']
    when 'interaction' then array['interaction', 'tool_call']
  end;

-- Which rows of a kind have to stay, as a condition with the time and the owners on hold to come.
create function redline.staying(kind text) returns text
  language sql immutable
  return '('
    || case kind when 'export' then 'kept_from' else 'recorded_at' end
    || ' > $1 or owner = any ($2))';

create function redline.owners_on_hold() returns text[]
  language sql stable
  return array(select distinct owner from redline.owner_hold where released_at is null);

-- The name of the partition that has a week now.
create function redline.partition_of(relation text, week date) returns text
  language sql stable
  set search_path = pg_catalog
  return (
    select part.relname
    from pg_inherits
    join pg_class part on part.oid = inhrelid
    where inhparent = ('redline.' || relation)::regclass
      and pg_get_expr(part.relpartbound, part.oid)
        like 'FOR VALUES FROM (''' || to_char(week, 'YYYY-MM-DD') || ' 00:00:00+00'')%'
  );

-- What a week has: rows that stay, rows that go, the bytes that it takes, and when to look again.
create function redline.contents_of_week(
  kind text, week date, out stay bigint, out gone bigint, out bytes bigint,
  out next_at timestamptz
)
  language plpgsql stable
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  part text := redline.partition_of((redline.relations_of(kind))[1], week);
  days integer := (
    select value::integer from redline.setting where name = kind || '_retention_days'
  );
begin
  if part is null then
    return;
  end if;
  execute format(
    'select count(*) filter (where %1$s), count(*) filter (where not %1$s), '
    'min(%2$s) filter (where %2$s > $1) + make_interval(days => $3) from redline.%3$I',
    redline.staying(kind),
    case kind when 'export' then 'kept_from' else 'recorded_at' end,
    part
  )
  into stay, gone, next_at
  using redline.kept_since(kind), redline.owners_on_hold(), days;
  select sum(pg_total_relation_size(leaf.relid)) into bytes
  from unnest(redline.relations_of(kind)) as relation
  cross join lateral pg_partition_tree(
    ('redline.' || quote_ident(redline.partition_of(relation, week)))::regclass
  ) as tree
  cross join lateral (
    select tree.relid
    union
    select ('redline.' || quote_ident(redline.partition_of(relation, week)))::regclass
  ) leaf;
end $$;

-- The weeks that something may be past its time in.
create function redline.weeks_to_look_at() returns table (kind text, week date)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select kinds.kind, made.week
  from unnest(array['export', 'interaction']) as kinds (kind)
  join redline.partition_week made on made.relation = (redline.relations_of(kinds.kind))[1]
  where (made.week + 7)::timestamp at time zone 'UTC' <= redline.kept_since(kinds.kind)
    and made.look_again_at <= now()
  order by made.week, kinds.kind;
end;

-- What a run of retention would do now.
create function redline.retention_plan()
  returns table (kind text, week date, gone bigint, stay bigint, bytes bigint)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select looked.kind, looked.week, found.gone, found.stay, found.bytes
  from redline.weeks_to_look_at() looked
  cross join lateral redline.contents_of_week(looked.kind, looked.week) found;
end;

-- Takes a week out of its tables, but for what has to stay; how many bytes that frees when it is
-- dropped. Where most of it stays, it is left until more is past its time.
create function redline.retire_week(kind text, week date) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  parent text;
  part text;
  leaf record;
  fresh text;
  suffix text := to_char(clock_timestamp(), 'YYYYMMDDHH24MISSUS');
  since timestamptz := redline.kept_since(kind);
  held text[] := redline.owners_on_hold();
  found record;
begin
  -- Nobody makes the week anew, and nobody writes into it, until it is replaced.
  perform pg_advisory_xact_lock(hashtextextended('redline partitions', 0));
  perform pg_advisory_xact_lock(hashtextextended('redline holds', 0));
  foreach parent in array redline.relations_of(kind) loop
    part := redline.partition_of(parent, week);
    if part is null then
      return 0;
    end if;
    execute format('lock table redline.%I in share row exclusive mode', part);
  end loop;
  select * into found from redline.contents_of_week(kind, week);
  if found.gone = 0 and found.stay > 0 or found.gone < found.stay then
    update redline.partition_week made
    set look_again_at = least(
      coalesce(found.next_at, 'infinity'), now() + interval '1 day'
    )
    where made.relation = any (redline.relations_of(kind)) and made.week = retire_week.week;
    return 0;
  end if;

  foreach parent in array redline.relations_of(kind) loop
    part := redline.partition_of(parent, week);
    fresh := parent || '_' || to_char(week, 'YYYYMMDD') || '_' || suffix;
    if found.stay > 0 then
      execute format(
        'create table redline.%I (like redline.%I including defaults including constraints '
        'including storage including compression)', fresh, parent
      );
      execute format(
        'insert into redline.%I select * from redline.%I where %s',
        fresh, part, redline.staying(kind)
      ) using since, held;
    end if;
    execute format('alter table redline.%I detach partition redline.%I', parent, part);
    if found.stay > 0 then
      execute format(
        'alter table redline.%I attach partition redline.%I for values from (%L) to (%L)',
        parent, fresh, week::text || ' 00:00:00+00', (week + 7)::text || ' 00:00:00+00'
      );
      update redline.partition_week made set look_again_at = now()
      where made.relation = parent and made.week = retire_week.week;
    else
      delete from redline.partition_week made
      where made.relation = parent and made.week = retire_week.week;
    end if;
    -- Each part of it by a name of its own: the names may be needed again.
    for leaf in
      select tree.relid::regclass::text as name, class.relname, tree.isleaf, tree.level
      from pg_partition_tree(('redline.' || quote_ident(part))::regclass) tree
      join pg_class class on class.oid = tree.relid
      union all
      select 'redline.' || quote_ident(part), part::name, true, 0
      where not exists (
        select from pg_partition_tree(('redline.' || quote_ident(part))::regclass)
      )
      order by level desc, relname
    loop
      execute format(
        'alter table %s rename to %I', leaf.name, 'retired_' || suffix || '_' || leaf.relname
      );
      insert into redline.retired_partition (part, kind)
      values ('retired_' || suffix || '_' || leaf.relname, retire_week.kind);
    end loop;
  end loop;
  -- What is left of these days cannot be counted afresh.
  update redline.rollup_state set
    exports_whole_from = case kind
      when 'export' then greatest(exports_whole_from, week + 7) else exports_whole_from
    end,
    interactions_whole_from = case kind
      when 'interaction' then greatest(interactions_whole_from, week + 7)
      else interactions_whole_from
    end;
  return found.bytes;
end $$;

-- Removes the entries that say where the records of a retired partition lay, and drops it. The
-- partitions of a week come before the week.
create function redline.drop_retired(retired text) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  of_kind text;
  removed bigint := 0;
  held text[] := redline.owners_on_hold();
begin
  select kind into of_kind from redline.retired_partition where part = retired for update;
  if of_kind is null then
    return 0;
  end if;
  if retired like '%\_export\_stage\_%' then
    execute format(
      'with gone as ('
      '  select distinct owner, workflow_id from redline.%I'
      '), places as ('
      '  delete from redline.workflow place using gone'
      '  where place.owner = gone.owner and place.workflow_id = gone.workflow_id and not %s'
      '  returning place.owner, place.workflow_id'
      ') '
      'delete from redline.rollup_counted counted using places '
      'where counted.owner = places.owner and counted.workflow_id = places.workflow_id',
      retired, replace(redline.staying('export'), 'owner', 'place.owner')
    ) using redline.kept_since('export'), held;
    execute format('select count(*) from redline.%I', retired) into removed;
  elsif retired like '%\_interaction\_%' then
    execute format(
      'delete from redline.interaction_key place using redline.%I gone '
      'where place.owner = gone.owner and place.interaction_id = gone.interaction_id '
      'and not (place.recorded_at > $1 or place.owner = any ($2))', retired
    ) using redline.kept_since('interaction'), held;
    execute format('select count(*) from redline.%I', retired) into removed;
  end if;
  execute format('drop table redline.%I', retired);
  delete from redline.retired_partition where part = retired;
  return removed;
end $$;

-- Removes what is past its time and lies in no partition: threads, roll-ups; how many rows.
create function redline.remove_past_rows() returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  total bigint := 0;
  past bigint;
  relation text;
  oldest date := current_date - (
    select value::integer from redline.setting where name = 'rollup_retention_days'
  );
begin
  delete from redline.thread
  where recorded_at <= redline.kept_since('interaction')
    and owner <> all (redline.owners_on_hold());
  get diagnostics total = row_count;
  for relation in
    select class.relname
    from pg_class class
    join pg_attribute attribute on attribute.attrelid = class.oid
    where class.relnamespace = 'redline'::regnamespace and class.relkind = 'r'
      and class.relname like 'rollup\_%' and attribute.attname = 'day'
  loop
    execute format('delete from redline.%I where day < $1', relation) using oldest;
    get diagnostics past = row_count;
    total := total + past;
  end loop;
  delete from redline.rollup_correction_span cell
  using redline.rollup_span joined
  where joined.span = cell.span and joined.first_day < oldest;
  delete from redline.rollup_span where first_day < oldest;
  return total;
end $$;

-- The partitions that are to be dropped, those first that others are made of.
create function redline.retired_partitions() returns setof text
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select part from redline.retired_partition order by retired_at, length(part) desc, part;
end;

create function redline.begin_retention_run(run_by text) returns bigint
  language sql security definer
  set search_path = pg_catalog
begin atomic
  insert into redline.retention_run (run_by) values (begin_retention_run.run_by)
  returning run_id;
end;

create function redline.end_retention_run(
  run bigint, weeks integer, removed bigint, freed_bytes bigint
) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  update redline.retention_run
  set finished_at = now(), weeks = end_retention_run.weeks,
    removed = end_retention_run.removed, freed_bytes = end_retention_run.freed_bytes
  where run_id = run;
end;

create function redline.set_retention(kind text, days integer) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  update redline.setting set value = days::text where name = kind || '_retention_days';
  -- What was not past its time may be now.
  update redline.partition_week set look_again_at = '-infinity';
end;

revoke execute on function
  redline.weeks_to_look_at(), redline.retention_plan(), redline.retire_week(text, date),
  redline.drop_retired(text), redline.remove_past_rows(), redline.retired_partitions(),
  redline.begin_retention_run(text), redline.end_retention_run(bigint, integer, bigint, bigint),
  redline.set_retention(text, integer), redline.contents_of_week(text, date)
from public;
grant execute on function
  redline.weeks_to_look_at(), redline.retention_plan(), redline.retire_week(text, date),
  redline.drop_retired(text), redline.remove_past_rows(), redline.retired_partitions(),
  redline.begin_retention_run(text), redline.end_retention_run(bigint, integer, bigint, bigint),
  redline.set_retention(text, integer)
to redline_compliance, redline_admin;
