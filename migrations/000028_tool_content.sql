-- A time of its own for what was sent to tools and what they gave back.
--
-- The record of an interaction stays as long as interactions do, with its figures, the names of the
-- tools, how each call ended, how long it took and the text of its error, by which failures are told
-- apart. What was sent to a tool and what came back can go before. Past its time it is hidden at
-- once; redline.remove_tool_content() takes it off the disk, one partition at a time: roll-ups count
-- none of it, so that nothing of them changes.

alter table redline.setting drop constraint setting_is_known;
alter table redline.setting add constraint setting_is_known check (
  name in (
    'owner_partitions', 'export_retention_days', 'interaction_retention_days',
    'tool_content_retention_days', 'rollup_retention_days', 'audit_retention_days', 'after_erasure'
  )
);

-- Content of tools is never kept longer than its interaction, and as long where no time is set.
create or replace function redline.kept_since(kind text) returns timestamptz
  language sql stable security definer
  set search_path = pg_catalog
  return now() - make_interval(days => (
    select min(value::integer) from redline.setting
    where name = kind || '_retention_days'
      or kind = 'tool_content' and name = 'interaction_retention_days'
  ));

alter table redline.interaction add column tool_content_removed_at timestamptz;
comment on column redline.interaction.tool_content_removed_at is
  'When what was sent to tools and what came back was removed; null where it is there.';

-- Calls of tools without what was sent and what came back.
create function redline.without_tool_content(tool_calls json) returns json
  language sql immutable strict parallel safe
  set search_path = pg_catalog
  return case when json_typeof(tool_calls) <> 'array' then tool_calls else (
    select coalesce(json_agg(stripped.call order by stripped.place), '[]')
    from (
      select
        sent.place,
        (
          select json_object_agg(member.key, member.value)
          from (
            select kept.key, kept.value from json_each(sent.call) kept
            where kept.key in ('tool_name', 'status', 'error', 'duration_ms')
            union all
            select 'content_removed', 'true'::json
          ) member
        ) as call
      from json_array_elements(tool_calls) with ordinality as sent (call, place)
    ) stripped
  ) end;

create or replace view redline.interaction_tool_calls with (security_barrier = true) as
select owner, occurred_at, interaction_id,
  case
    when not (select pg_has_role(current_user, 'redline_content', 'usage')) then null
    when recorded_at > (select redline.kept_since('tool_content')) then tool_calls
    else redline.without_tool_content(tool_calls)
  end as tool_calls,
  (select pg_has_role(current_user, 'redline_content', 'usage')) as is_shown
from redline.interaction
where recorded_at > (select redline.kept_since('interaction'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

-- When to look again at a partition of interactions.
create table redline.tool_content_part (
  part text not null,
  look_again_at timestamptz not null,
  constraint tool_content_part_pkey primary key (part)
);
comment on table redline.tool_content_part is
  'Partitions of interactions that were looked through for content of tools past its time.';

-- The partitions that content of tools may be past its time in, the oldest week first.
create function redline.tool_content_parts() returns table (part text, week date)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select class.relname::text, made.week
  from redline.partition_week made
  cross join lateral pg_partition_tree(
    ('redline.' || quote_ident(redline.partition_of('interaction', made.week)))::regclass
  ) as tree
  join pg_class class on class.oid = tree.relid
  left join redline.tool_content_part looked on looked.part = class.relname
  where made.relation = 'interaction'
    and tree.isleaf
    and redline.kept_since('tool_content') > redline.kept_since('interaction')
    and (made.week + 7)::timestamp at time zone 'UTC' <= redline.kept_since('tool_content')
    and coalesce(looked.look_again_at, '-infinity') <= now()
  order by made.week, class.relname;
end;

-- What a partition has: interactions whose content of tools goes, those whose content stays, all
-- others, and when to look again.
create function redline.tool_content_of(
  part text, out gone bigint, out stay bigint, out others bigint, out bytes bigint,
  out next_at timestamptz
)
  language plpgsql stable
  set search_path = pg_catalog
as $$
begin
  execute format(
    'select count(*) filter (where has and due and not held), '
    'count(*) filter (where has and not (due and not held)), '
    'count(*) filter (where not has), min(recorded_at) filter (where has and not due) + $3 '
    'from ('
    '  select recorded_at, recorded_at <= $1 as due, owner = any ($2) as held, '
    '    call_count > 0 and tool_content_removed_at is null as has'
    '  from redline.%I'
    ') content', part
  )
  into gone, stay, others, next_at
  using redline.kept_since('tool_content'), redline.owners_on_hold(),
    now() - redline.kept_since('tool_content');
  bytes := pg_total_relation_size(('redline.' || quote_ident(part))::regclass);
end $$;

-- Removes content of tools past its time from a partition; from how many interactions, and the bytes
-- that this gives back. Where it is a good part of them, the others and what is left of these are
-- written into a partition in its place; a few are changed where they are.
create function redline.remove_tool_content(
  part text, out removed bigint, out freed_bytes bigint
)
  language plpgsql security definer
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  since timestamptz := redline.kept_since('tool_content');
  held text[];
  found record;
  parent regclass;
  bound text;
  columns text;
  fresh text;
  due text := 'call_count > 0 and tool_content_removed_at is null and recorded_at <= $1 '
    'and owner <> all ($2)';
begin
  removed := 0;
  freed_bytes := 0;
  -- Nobody holds an owner, replaces the week or writes into the partition until it is done.
  perform pg_advisory_xact_lock(hashtextextended('redline partitions', 0));
  perform pg_advisory_xact_lock(hashtextextended('redline holds', 0));
  held := redline.owners_on_hold();
  select inhparent::regclass, pg_get_expr(class.relpartbound, class.oid) into parent, bound
  from pg_class class
  join pg_inherits on inhrelid = class.oid
  where class.relnamespace = 'redline'::regnamespace and class.relname = part;
  if bound is null then
    return;
  end if;
  execute format('lock table redline.%I in share row exclusive mode', part);
  select * into found from redline.tool_content_of(part);
  if found.gone > 0 and found.gone < (found.stay + found.others) / 4 then
    execute format(
      'update redline.%I set tool_content_removed_at = now(), '
      'tool_calls = redline.without_tool_content(tool_calls) where %s', part, due
    ) using since, held;
    removed := found.gone;
  elsif found.gone > 0 then
    fresh := regexp_replace(part, '(_[0-9]{20}|_c[0-9a-f]+)$', '')
      || '_c' || to_hex(pg_current_xact_id()::text::bigint);
    -- With its index, so that readers do not wait for that to be made.
    execute format(
      'create table redline.%I (like %s including defaults including constraints '
      'including storage including compression including indexes)', fresh, parent
    );
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns
    from pg_attribute
    where attrelid = parent and attnum > 0 and not attisdropped
      and attname not in ('tool_calls', 'tool_content_removed_at');
    execute format(
      'insert into redline.%1$I (%2$s, tool_calls, tool_content_removed_at) '
      'select %2$s, '
      '  case when %3$s then redline.without_tool_content(tool_calls) else tool_calls end, '
      '  case when %3$s then now() else tool_content_removed_at end '
      'from redline.%4$I', fresh, columns, due, part
    ) using since, held;
    execute format('alter table %s detach partition redline.%I', parent, part);
    execute format('alter table %s attach partition redline.%I %s', parent, fresh, bound);
    removed := found.gone;
    freed_bytes := found.bytes
      - pg_total_relation_size(('redline.' || quote_ident(fresh))::regclass);
    execute format('drop table redline.%I', part);
  end if;
  delete from redline.tool_content_part looked
  where looked.part in (remove_tool_content.part, fresh)
    or not exists (
      select from pg_class
      where relnamespace = 'redline'::regnamespace and relname = looked.part
    );
  -- What is recorded late is found within a day.
  insert into redline.tool_content_part (part, look_again_at)
  values (
    coalesce(fresh, remove_tool_content.part), least(found.next_at, now() + interval '1 day')
  );
end $$;

alter table redline.retention_run add column contents bigint not null default 0;
comment on column redline.retention_run.contents is
  'From how many interactions the content of tools was removed.';

drop function redline.end_retention_run(bigint, integer, bigint, bigint);
create function redline.end_retention_run(
  run bigint, weeks integer, removed bigint, contents bigint, freed_bytes bigint
) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  update redline.retention_run
  set finished_at = now(), weeks = end_retention_run.weeks,
    removed = end_retention_run.removed, contents = end_retention_run.contents,
    freed_bytes = end_retention_run.freed_bytes
  where run_id = run;
end;

create or replace function redline.retention_plan()
  returns table (kind text, week date, gone bigint, stay bigint, bytes bigint)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select looked.kind, looked.week, found.gone, found.stay, found.bytes
  from redline.weeks_to_look_at() looked
  cross join lateral redline.contents_of_week(looked.kind, looked.week) found
  union all
  select
    'tool_content', looked.week, sum(found.gone)::bigint, sum(found.stay)::bigint,
    sum(found.bytes)::bigint
  from redline.tool_content_parts() looked
  cross join lateral redline.tool_content_of(looked.part) found
  group by looked.week;
end;

create or replace function redline.set_retention(kind text, days integer) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  insert into redline.setting (name, value) values (kind || '_retention_days', days::text)
  on conflict (name) do update set value = excluded.value;
  -- What was not past its time may be now.
  update redline.partition_week set look_again_at = '-infinity';
  update redline.tool_content_part set look_again_at = '-infinity';
end;

revoke execute on function
  redline.tool_content_parts(), redline.tool_content_of(text), redline.remove_tool_content(text),
  redline.end_retention_run(bigint, integer, bigint, bigint, bigint)
from public;
grant execute on function
  redline.tool_content_parts(), redline.remove_tool_content(text),
  redline.end_retention_run(bigint, integer, bigint, bigint, bigint)
to redline_compliance, redline_admin;
