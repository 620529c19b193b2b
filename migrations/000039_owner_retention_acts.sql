-- Content of tools by the owners' own times, and what sets and lifts these.

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

create or replace function redline.tool_content_parts() returns table (part text, week date)
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
    -- Until then content may go before its interaction.
    and (made.week + 7)::timestamp at time zone 'UTC' <= (
      select max(since)
      from (
        select redline.kept_since('tool_content')
        where redline.kept_since('tool_content') > redline.kept_since('interaction')
        union all
        select now() - make_interval(days => content.days)
        from redline.agreed_days('tool_content') content
        left join redline.agreed_days('interaction') whole on whole.owner = content.owner
        where content.days < coalesce(whole.days, redline.set_days('interaction'))
      ) goes (since)
    )
    and coalesce(looked.look_again_at, '-infinity') <= now()
  order by made.week, class.relname;
end;

create or replace function redline.tool_content_of(
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
    'count(*) filter (where not has), now() + min(remaining) filter (where has and not due) '
    'from ('
    '  select recorded_at - redline.since_of(owner, $1, $3) as remaining, '
    '    not redline.is_kept(owner, recorded_at, $1, $3) as due, owner = any ($2) as held, '
    '    call_count > 0 and tool_content_removed_at is null as has'
    '  from redline.%I'
    ') content', part
  )
  into gone, stay, others, next_at
  using redline.kept_since('tool_content'), redline.owners_on_hold(),
    redline.agreed_since('tool_content');
  bytes := pg_total_relation_size(('redline.' || quote_ident(part))::regclass);
end $$;

select pg_temp.reword(
  'redline.remove_tool_content(text)',
  'recorded_at <= $1 ''',
  'not redline.is_kept(owner, recorded_at, $1, $3) '''
);
select pg_temp.reword(
  'redline.remove_tool_content(text)',
  'using since, held;',
  'using since, held, redline.agreed_since(''tool_content'');'
);

-- What was not past its time may be now.
create function redline.look_again() returns void
  language sql
  set search_path = pg_catalog
begin atomic
  update redline.partition_week set look_again_at = '-infinity'
  where look_again_at <> '-infinity';
  update redline.tool_content_part set look_again_at = '-infinity'
  where look_again_at <> '-infinity';
end;

create or replace function redline.set_retention(kind text, days integer) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  insert into redline.setting (name, value) values (kind || '_retention_days', days::text)
  on conflict (name) do update set value = excluded.value;
  select redline.look_again();
end;

-- Gives records of an owner a time of their own, in the place of the one that they had.
create function redline.agree_retention(
  of_owner text, kind text, days integer, agreed_by text, reason text
) returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('redline holds', 0));
  if exists (select from redline.erasure where owner = of_owner) then
    raise exception 'the owner is being erased' using errcode = 'RL002';
  end if;
  -- Each query asks for all of them.
  if (
    select count(*) from redline.owner_retention known
    where (known.owner, known.kind) <> (of_owner, agree_retention.kind)
  ) >= 1000 then
    raise exception 'there are 1000 agreements' using errcode = 'RL003';
  end if;
  insert into redline.owner_retention (owner, kind, days, agreed_by, reason)
  values (of_owner, agree_retention.kind, agree_retention.days, agree_retention.agreed_by,
    agree_retention.reason)
  on conflict on constraint owner_retention_pkey do update set
    days = excluded.days, agreed_by = excluded.agreed_by, reason = excluded.reason,
    created_at = excluded.created_at;
  perform redline.look_again();
end $$;

-- Lifts an agreement; whether there was one.
create function redline.lift_retention(of_owner text, kind text) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  delete from redline.owner_retention known
  where known.owner = of_owner and known.kind = lift_retention.kind;
  if not found then
    return false;
  end if;
  perform redline.look_again();
  return true;
end $$;

-- As before; what was kept by the hold alone goes with the next run.
create or replace function redline.release_owner(held text, released uuid, released_by text)
  returns integer
  language sql security definer
  set search_path = pg_catalog
begin atomic
  select redline.look_again();
  with gone as (
    update redline.owner_hold
    set released_at = now(), released_by = release_owner.released_by
    where owner = held and released_at is null
      and (released is null or hold_id = released)
    returning hold_id
  )
  select count(*)::integer from gone;
end;

-- For how many days records are kept: everybody's (of no owner), and those of each owner who has a
-- time of their own. For those who record, whatever role they log in as.
create function redline.recorded_days()
  returns table (owner text, export_days integer, interaction_days integer)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select null::text, redline.set_days('export'), redline.set_days('interaction')
  union all
  select
    agreed.owner,
    coalesce(min(days) filter (where kind = 'export'), redline.set_days('export')),
    coalesce(min(days) filter (where kind = 'interaction'), redline.set_days('interaction'))
  from redline.owner_retention agreed
  where kind in ('export', 'interaction')
  group by agreed.owner;
end;

-- The same for those who read, of whom they may see.
create function redline.kept_days()
  returns table (owner text, export_days integer, interaction_days integer)
  language sql stable
begin atomic
  select null::text, redline.set_days('export'), redline.set_days('interaction')
  union all
  select
    agreed.owner,
    coalesce(min(days) filter (where kind = 'export'), redline.set_days('export')),
    coalesce(min(days) filter (where kind = 'interaction'), redline.set_days('interaction'))
  from redline.owner_retention agreed
  where kind in ('export', 'interaction')
  group by agreed.owner;
end;

-- Records that are hidden cannot be counted, by whichever time.
create or replace function redline.first_verifiable_day() returns date
  language sql stable
  set search_path = pg_catalog
  return greatest(
    least((select min(week) from redline.partition_week), current_date),
    (select greatest(exports_whole_from, interactions_whole_from) from redline.rollup_state),
    (
      select max((started_at at time zone 'UTC')::date) + 1
      from redline.workflow
      where not redline.is_kept(
        owner, kept_from, (select redline.kept_since('export')),
        (select redline.agreed_since('export'))
      )
    ),
    (
      select max((occurred_at at time zone 'UTC')::date) + 1
      from redline.interaction_key
      where not redline.is_kept(
        owner, recorded_at, (select redline.kept_since('interaction')),
        (select redline.agreed_since('interaction'))
      )
    )
  );

-- The days that cannot be counted afresh may end within a week now. Spans that have both such days
-- and others are put together anew.
select pg_temp.reword(
  'redline.rebuild_rollups()',
  'and joined.first_day >= redline.first_whole_day(''export'')',
  'and joined.end_day > redline.first_whole_day(''export'')'
);
select pg_temp.reword(
  'redline.rebuild_rollups()',
  'where first_day >= redline.first_whole_day(''export'')',
  'where end_day > redline.first_whole_day(''export'')'
);

revoke execute on function
  redline.retention_plan(), redline.contents_of_week(text, date),
  redline.remove_own_past(text, integer), redline.own_past_plan(), redline.owners_past(text),
  redline.agree_retention(text, text, integer, text, text), redline.lift_retention(text, text),
  redline.look_again(), redline.recorded_days()
from public;
grant execute on function
  redline.retention_plan(), redline.own_past_plan(), redline.remove_own_past(text, integer),
  redline.agree_retention(text, text, integer, text, text), redline.lift_retention(text, text)
to redline_compliance, redline_admin;
grant execute on function redline.recorded_days() to redline_recorder;

drop function pg_temp.reword(regprocedure, text, text);
