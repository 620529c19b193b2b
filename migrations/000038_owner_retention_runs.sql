-- Runs of retention where owners have times of their own.
--
-- What of a week stays for longer than the rest stays as what is on hold does. What is past an
-- owner's own time goes before its week does: redline.remove_own_past() removes it row by row, a few
-- thousand in a transaction. The roll-ups keep its figures, and count its days no more, as they do
-- when a week is dropped.

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

-- The relations of a kind that have a row a record: what belongs to a record is not counted.
create function redline.counted_relations_of(kind text) returns text[]
  language sql immutable
  return (
    select array_agg(relation order by place)
    from unnest(redline.relations_of(kind)) with ordinality as listed (relation, place)
    where relation not in ('correction', 'deliverable_file', 'tool_call')
  );

drop function redline.retention_plan();
drop function redline.contents_of_week(text, date);

-- What a week has: rows that stay, rows that go, the bytes that it takes, when to look again, and
-- whether it is time to take it out. It is, unless more will soon be past its time than is now. What
-- an owner's own time or a hold keeps is not waited for, and what is past such a time goes by itself.
create function redline.contents_of_week(
  kind text, week date, out stay bigint, out gone bigint, out bytes bigint,
  out next_at timestamptz, out is_due boolean
)
  language plpgsql stable
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  counted text;
  part text;
  found record;
  plain_gone bigint := 0;
  late bigint := 0;
begin
  if redline.partition_of((redline.relations_of(kind))[1], week) is null then
    return;
  end if;
  stay := 0;
  gone := 0;
  foreach counted in array redline.counted_relations_of(kind) loop
    part := redline.partition_of(counted, week);
    continue when part is null;
    execute format(
      'select count(*) filter (where stays) as stay, count(*) filter (where not stays) as gone, '
      'count(*) filter (where not stays and not is_own) as plain_gone, '
      'count(*) filter (where stays and not is_own and not is_held) as late, '
      'now() + min(remaining) filter (where remaining > ''0'') as next_at '
      'from ('
      '  select %s as stays, owner = any ($2) as is_held, coalesce($3 ? owner, false) as is_own, '
      '    %I - redline.since_of(owner, $1, $3) as remaining'
      '  from redline.%I'
      ') content',
      redline.staying(kind), redline.time_kept_from(kind), part
    )
    into found
    using redline.kept_since(kind), redline.owners_on_hold(), redline.agreed_since(kind);
    stay := stay + found.stay;
    gone := gone + found.gone;
    plain_gone := plain_gone + found.plain_gone;
    late := late + found.late;
    next_at := least(next_at, found.next_at);
  end loop;
  is_due := stay = 0 or plain_gone > 0 and plain_gone >= late;
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

-- A week that stays is looked at again the more seldom the older it is: what an owner's own time
-- keeps for years need not be counted each day.
create function redline.look_again_at(week date, next_at timestamptz) returns timestamptz
  language sql stable
  set search_path = pg_catalog
  return least(
    coalesce(next_at, 'infinity'),
    now() + greatest(
      interval '1 day', (now() - week::timestamp at time zone 'UTC') / 30
    )
  );

select pg_temp.reword(
  'redline.retire_week(text, date)',
  'if found.gone = 0 and found.stay > 0 or found.gone < found.stay then',
  'if not found.is_due then'
);
select pg_temp.reword(
  'redline.retire_week(text, date)',
  'look_again_at = least(
      coalesce(found.next_at, ''infinity''), now() + interval ''1 day''
    )',
  'look_again_at = redline.look_again_at(retire_week.week, found.next_at)'
);
select pg_temp.reword(
  'redline.retire_week(text, date)',
  ') using since, held;',
  ') using since, held, redline.agreed_since(kind);'
);

-- As before, with the relations that are there, and by the owners' own times.
create or replace function redline.drop_retired(retired text) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  of_kind text;
  removed bigint := 0;
  held text[] := redline.owners_on_hold();
  agreed jsonb;
begin
  select kind into of_kind from redline.retired_partition where part = retired for update;
  if of_kind is null then
    return 0;
  end if;
  agreed := redline.agreed_since(of_kind);
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
    ) using redline.kept_since('export'), held, agreed;
  elsif retired like '%\_interaction\_%' then
    execute format(
      'delete from redline.interaction_key place using redline.%I gone '
      'where place.owner = gone.owner and place.interaction_id = gone.interaction_id and not %s',
      retired,
      replace(
        replace(redline.staying('interaction'), 'owner', 'place.owner'),
        'recorded_at', 'place.recorded_at'
      )
    ) using redline.kept_since('interaction'), held, agreed;
  end if;
  if exists (
    select from unnest(redline.counted_relations_of(of_kind)) as relation
    where strpos(retired, '_' || relation || '_') > 0
  ) then
    execute format('select count(*) from redline.%I', retired) into removed;
  end if;
  execute format('drop table redline.%I', retired);
  delete from redline.retired_partition where part = retired;
  return removed;
end $$;

select pg_temp.reword(
  'redline.remove_past_rows()',
  'recorded_at <= redline.kept_since(''interaction'')',
  'not redline.is_kept(
      owner, recorded_at, (select redline.kept_since(''interaction'')),
      (select redline.agreed_since(''interaction''))
    )'
);

-- The partitions of a kind that have rows, the oldest week first, each with the column of its time.
create function redline.leaves_of(kind text)
  returns table (relation text, place bigint, week date, leaf text, time_column text)
  language sql stable
  set search_path = pg_catalog
begin atomic
  select listed.relation, listed.place, made.week, class.relname::text, attribute.attname::text
  from unnest(redline.relations_of(kind)) with ordinality as listed (relation, place)
  join redline.partition_week made on made.relation = listed.relation
  cross join lateral pg_partition_tree(
    ('redline.' || quote_ident(redline.partition_of(listed.relation, made.week)))::regclass
  ) as tree
  join pg_class class on class.oid = tree.relid
  join pg_partitioned_table parent
    on parent.partrelid = ('redline.' || quote_ident(listed.relation))::regclass
  join pg_attribute attribute
    on attribute.attrelid = parent.partrelid and attribute.attnum = parent.partattrs[0]
  where tree.isleaf;
end;

-- The owners with a time of their own of whom rows may go now, and the instants before which they do.
-- What is on hold stays, and so does what the roll-ups still have to count.
create function redline.owners_past(kind text) returns table (owner text, since timestamptz)
  language sql stable
  set search_path = pg_catalog
begin atomic
  select agreed.owner, now() - make_interval(days => agreed.days)
  from redline.agreed_days(kind) agreed
  where agreed.owner <> all (redline.owners_on_hold())
    and not exists (
      select from redline.rollup_pending waiting where agreed.owner = any (waiting.owner)
    );
end;

-- Removes rows that are past the time of their owner's own, at most about so many; how many records
-- they were, how many rows in all, and the partitions that they lay in. What belongs to a record goes
-- before it, and what says where it lies goes with it.
create function redline.remove_own_past(
  kind text, most_rows integer, out records bigint, out removed bigint, out touched text[]
)
  language plpgsql security definer
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  owners text[];
  sinces timestamptz[];
  latest timestamptz;
  part record;
  gone bigint;
  last_at timestamptz;
  past text := 'from redline.%1$I past join unnest($1, $2) as own (owner, since) '
    'on own.owner = past.owner where past.%2$I <= own.since limit $3';
begin
  records := 0;
  removed := 0;
  touched := '{}';
  -- Nobody holds an owner, or puts another partition in the place of one, meanwhile.
  perform pg_advisory_xact_lock(hashtextextended('redline partitions', 0));
  perform pg_advisory_xact_lock(hashtextextended('redline holds', 0));
  select array_agg(past_owner.owner), array_agg(past_owner.since), max(past_owner.since)
  into owners, sinces, latest
  from redline.owners_past(kind) past_owner;
  if owners is null then
    return;
  end if;
  for part in
    select * from redline.leaves_of(kind) leaves
    -- A record can lie at most a day ahead of when it was recorded.
    where leaves.week::timestamp at time zone 'UTC' <= latest + interval '1 day'
    order by leaves.week, leaves.place desc
  loop
    exit when removed >= most_rows;
    if part.relation = 'export_stage' then
      execute format(
        'with past as (select distinct past.owner, past.workflow_started_at, past.workflow_id, '
        '  own.since ' || past || '), '
        'gone as (delete from redline.%1$I stage using past where stage.owner = past.owner '
        '  and stage.workflow_started_at = past.workflow_started_at '
        '  and stage.workflow_id = past.workflow_id and stage.kept_from <= past.since '
        '  returning stage.workflow_started_at as at), '
        'places as (delete from redline.workflow place using past '
        '  where place.owner = past.owner and place.workflow_id = past.workflow_id '
        '  and place.kept_from <= past.since returning place.owner, place.workflow_id), '
        'counted as (delete from redline.rollup_counted counted using places '
        '  where counted.owner = places.owner and counted.workflow_id = places.workflow_id) '
        'select count(*), max(at) from gone',
        part.leaf, redline.time_kept_from(kind)
      ) into gone, last_at using owners, sinces, most_rows - removed;
    elsif part.relation = 'interaction' then
      execute format(
        'with past as (select past.ctid as row_id, past.owner, past.interaction_id, own.since '
        || past || '), '
        'gone as (delete from redline.%1$I record using past where record.ctid = past.row_id '
        '  returning record.occurred_at as at), '
        'places as (delete from redline.interaction_key place using past '
        '  where place.owner = past.owner and place.interaction_id = past.interaction_id '
        '  and place.recorded_at <= past.since) '
        'select count(*), max(at) from gone',
        part.leaf, redline.time_kept_from(kind)
      ) into gone, last_at using owners, sinces, most_rows - removed;
    else
      execute format(
        'with gone as (delete from redline.%1$I record '
        '  where ctid = any (array(select past.ctid ' || past || ')) '
        '  returning record.%3$I as at) '
        'select count(*), max(at) from gone',
        part.leaf, redline.time_kept_from(kind), part.time_column
      ) into gone, last_at using owners, sinces, most_rows - removed;
    end if;
    continue when gone = 0;
    removed := removed + gone;
    touched := touched || ('redline.' || quote_ident(part.leaf));
    if part.relation = any (redline.counted_relations_of(kind)) then
      records := records + gone;
    end if;
    -- What is left of these days cannot be counted afresh. Documents are in no roll-up.
    if part.relation in ('export_stage', 'correction') then
      update redline.rollup_state
      set exports_whole_from = greatest(exports_whole_from, last_at::date + 1);
    elsif kind = 'interaction' then
      update redline.rollup_state
      set interactions_whole_from = greatest(interactions_whole_from, last_at::date + 1);
    end if;
  end loop;
end $$;

-- What is past the time of an owner's own, in weeks that are not taken out as a whole now.
create function redline.own_past_plan()
  returns table (kind text, owner text, gone bigint, bytes bigint)
  language plpgsql stable security definer
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  part record;
  due jsonb := (
    select coalesce(jsonb_object_agg(looked.kind || ' ' || looked.week, true), '{}')
    from redline.weeks_to_look_at() looked
    cross join lateral redline.contents_of_week(looked.kind, looked.week) found
    where found.is_due
  );
  sums jsonb := '{}';
  found record;
  key text;
begin
  for part in
    select kinds.kind, leaves.*, latest.since
    from unnest(array['export', 'interaction']) as kinds (kind)
    cross join lateral redline.leaves_of(kinds.kind) leaves
    cross join lateral (
      select max(past_owner.since) as since from redline.owners_past(kinds.kind) past_owner
    ) latest
    where leaves.week::timestamp at time zone 'UTC' <= latest.since + interval '1 day'
      and not due ? (kinds.kind || ' ' || leaves.week)
  loop
    for found in execute format(
      'select own.owner, count(*) as records, sum(%s) as bytes '
      'from redline.%I past join redline.owners_past($1) own on own.owner = past.owner '
      'where past.%I <= own.since group by own.owner',
      (
        select string_agg(format('coalesce(pg_column_size(past.%I), 0)', attname), ' + ')
        from pg_attribute
        where attrelid = ('redline.' || quote_ident(part.leaf))::regclass
          and attnum > 0 and not attisdropped
      ),
      part.leaf, redline.time_kept_from(part.kind)
    ) using part.kind loop
      key := part.kind || ' ' || found.owner;
      sums := sums || jsonb_build_object(key, jsonb_build_object(
        'kind', part.kind, 'owner', found.owner,
        'gone', coalesce((sums -> key ->> 'gone')::bigint, 0) + case
          when part.relation = any (redline.counted_relations_of(part.kind)) then found.records
          else 0
        end,
        'bytes', coalesce((sums -> key ->> 'bytes')::bigint, 0) + found.bytes
      ));
    end loop;
  end loop;
  return query
    select
      entry.value ->> 'kind', entry.value ->> 'owner', (entry.value ->> 'gone')::bigint,
      (entry.value ->> 'bytes')::bigint
    from jsonb_each(sums) entry;
end $$;

create function redline.retention_plan()
  returns table (
    kind text, week date, gone bigint, stay bigint, bytes bigint, is_due boolean
  )
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select looked.kind, looked.week, found.gone, found.stay, found.bytes, found.is_due
  from redline.weeks_to_look_at() looked
  cross join lateral redline.contents_of_week(looked.kind, looked.week) found
  union all
  select
    'tool_content', looked.week, sum(found.gone)::bigint, sum(found.stay)::bigint,
    sum(found.bytes)::bigint, sum(found.gone) > 0
  from redline.tool_content_parts() looked
  cross join lateral redline.tool_content_of(looked.part) found
  group by looked.week;
end;

drop function pg_temp.reword(regprocedure, text, text);
