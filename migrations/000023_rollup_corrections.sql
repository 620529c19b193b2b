-- Roll-ups of corrections, a part of redline.roll_up_workflows: what came to be counted is added, and
-- cells from which something went away are counted afresh. Days that are over are joined to spans.

-- Days with corrections, and when so many of theirs last came at once that they were not those of
-- somebody at work.
create table redline.rollup_correction_day (
  day date not null,
  loaded_at timestamptz not null,
  constraint rollup_correction_day_pkey primary key (day)
);

-- Days that are joined: of each week those from Monday up to any day, and those from any day up to
-- Sunday. So a month is five spans, one for each week that it meets, however its ends lie: a report
-- reads five rows of a class, and not thirty.
create table redline.rollup_span (
  span integer not null generated always as identity,
  first_day date not null,
  end_day date not null,
  constraint rollup_span_pkey primary key (span),
  constraint rollup_span_days unique (first_day, end_day),
  constraint span_is_of_one_week check (
    end_day - first_day between 2 and 7
    and (
      first_day = date_trunc('week', first_day::timestamp)::date
      or end_day = date_trunc('week', first_day::timestamp)::date + 7
    )
  )
);

-- What redline.rollup_correction has of the days of a span, put together.
create table redline.rollup_correction_span (
  span integer not null,
  dimension text not null,
  value text,
  field text not null,
  change_type text not null,
  pattern text not null,
  owner_chunk integer not null,
  corrections bigint not null,
  owners bit(4096) not null,
  earliest text collate "C" not null,
  last_seen timestamptz not null,
  constraint rollup_correction_span_key unique nulls not distinct
    (dimension, span, field, change_type, pattern, value, owner_chunk)
) with (fillfactor = 90);

-- The corrections that came to be counted or no longer are. A review whose corrections were counted
-- as they are now has none.
create function redline.changed_corrections(versions redline.rollup_version[])
  returns redline.rollup_correction_item[]
  language plpgsql stable
  set search_path = pg_catalog
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
as $$
begin
  return (select array_agg(row(
    review.sign, review.day, review.document_type, correction.field, correction.change_type,
    correction.pattern, correction.owner, review.modified_at,
    redline.correction_place(
      review.modified_at, review.workflow_started_at, correction.workflow_id,
      correction.revision, correction.ordinal, correction.owner
    )
  )::redline.rollup_correction_item)
  from (
    select
      sum(sign)::integer as sign, owner, workflow_id, revision, day, workflow_started_at,
      recorded_start, document_type, modified_at
    from unnest(versions)
    where is_reviewed and has_modifications
    group by owner, workflow_id, revision, day, workflow_started_at, recorded_start,
      document_type, modified_at
    having sum(sign) <> 0
  ) review
  -- A look-up for each review, by the whole key: offset keeps the planner from any other way.
  cross join lateral (
    select *
    from redline.correction found
    where found.owner = review.owner
      and found.workflow_started_at = review.recorded_start
      and found.workflow_id = review.workflow_id
      and found.revision = review.revision
    offset 0
  ) correction);
end $$;

-- Adds corrections that came to be counted to their days.
create function redline.add_corrections_to_days(items redline.rollup_correction_item[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  perform redline.number_owners((
    select array_agg(distinct owner) from unnest(items) where sign > 0
  ));
  insert into redline.rollup_correction_day as known
  select day, case when count(*) < 100 then '-infinity' else clock_timestamp() end
  from unnest(items)
  group by day
  on conflict on constraint rollup_correction_day_pkey do update set
    loaded_at = greatest(known.loaded_at, excluded.loaded_at);
  insert into redline.rollup_correction as known
  select
    day,
    case when grouping(document_type) = 0 then 'document_type' else '' end,
    document_type,
    field,
    change_type,
    pattern,
    number / 4096,
    count(*),
    bit_or(redline.owner_bit(number)),
    min(place collate "C"),
    max(seen_at)
  from unnest(items) as item
  join redline.rollup_owner using (owner)
  where item.sign > 0
  group by day, field, change_type, pattern, number / 4096, grouping sets ((), (document_type))
  on conflict on constraint rollup_correction_key do update set
    corrections = known.corrections + excluded.corrections,
    owners = known.owners | excluded.owners,
    earliest = least(known.earliest, excluded.earliest),
    last_seen = greatest(known.last_seen, excluded.last_seen);
end $$;

-- Adds corrections that came to be counted to their days, and to the spans that have those.
create function redline.add_corrections(items redline.rollup_correction_item[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  perform redline.add_corrections_to_days(items);
  insert into redline.rollup_correction_span as known
  select
    span,
    case when grouping(document_type) = 0 then 'document_type' else '' end,
    document_type,
    field,
    change_type,
    pattern,
    number / 4096,
    count(*),
    bit_or(redline.owner_bit(number)),
    min(place collate "C"),
    max(seen_at)
  from unnest(items) as item
  join (
    -- By the day first: there are far more items, and few days of theirs are joined.
    select day, span
    from (select day from unnest(items) group by day) given
    join redline.rollup_span on day >= first_day and day < end_day
  ) joined using (day)
  join redline.rollup_owner using (owner)
  where item.sign > 0
  group by span, field, change_type, pattern, number / 4096, grouping sets ((), (document_type))
  on conflict on constraint rollup_correction_span_key do update set
    corrections = known.corrections + excluded.corrections,
    owners = known.owners | excluded.owners,
    earliest = least(known.earliest, excluded.earliest),
    last_seen = greatest(known.last_seen, excluded.last_seen);
end $$;

-- Joins the days that are over to spans, but for weeks of which many records came a moment ago: while
-- past days are loaded, what comes is counted by the day alone. With the lock of
-- redline.rollup_lock() held and at repeatable read, as roll_up.
create function redline.join_days(quiet interval default '10 minutes') returns void
  language plpgsql security definer
  set search_path = pg_catalog
  -- Of very many days a few, by the key.
  set enable_seqscan = off
as $$
declare
  whole redline.rollup_span;
begin
  for whole in
    insert into redline.rollup_span (first_day, end_day)
    select first_day, end_day
    from (
      select distinct date_trunc('week', day::timestamp)::date as monday
      from redline.rollup_correction_day
    ) week
    cross join lateral (
      select monday, monday + days from generate_series(2, 7) as days
      union all
      select monday + 7 - days, monday + 7 from generate_series(2, 6) as days
    ) candidate (first_day, end_day)
    where end_day <= (now() at time zone 'UTC')::date
      and not exists (
        select from redline.rollup_correction_day
        where day >= monday and day < least(monday + 7, (now() at time zone 'UTC')::date)
          and loaded_at > clock_timestamp() - quiet
      )
      and not exists (
        select from redline.rollup_span known
        where known.first_day = candidate.first_day and known.end_day = candidate.end_day
      )
    order by first_day, end_day
    returning *
  loop
    insert into redline.rollup_correction_span
    select
      whole.span, dimension, value, field, change_type, pattern, owner_chunk, sum(corrections),
      bit_or(owners), min(earliest), max(last_seen)
    from redline.rollup_correction
    where dimension in ('', 'document_type') and day >= whole.first_day and day < whole.end_day
    group by dimension, value, field, change_type, pattern, owner_chunk
    order by dimension, value;
  end loop;
end $$;

-- The widest span of each week of a period, where days can be put together.
create function redline.spans_of(first_day date, end_day date, by_words text)
  returns table (span integer, first_day date, end_day date)
  language sql stable parallel safe
begin atomic
  select distinct on (date_trunc('week', known.first_day::timestamp))
    known.span, known.first_day, known.end_day
  from redline.rollup_span known
  where known.first_day >= spans_of.first_day and known.end_day <= spans_of.end_day
    and not string_to_array(by_words, ',') && array['day', 'month']
  order by date_trunc('week', known.first_day::timestamp), known.end_day - known.first_day desc;
end;

-- What the roll-ups have of a period: rows of spans, and rows of the days that are in none.
create function redline.correction_cells(
  asked_dimension text, first_day date, end_day date, by_words text
) returns table (
    day date, value text, field text, change_type text, pattern text, owner_chunk integer,
    corrections bigint, owners bit(4096), earliest text, last_seen timestamptz
  )
  language sql stable parallel safe
begin atomic
  select
    day, value, field, change_type, pattern, owner_chunk, corrections, owners, earliest, last_seen
  from redline.rollup_correction
  where dimension = asked_dimension
    and day = any (array(
      select known.day
      from redline.rollup_correction_day known
      where known.day >= correction_cells.first_day and known.day < correction_cells.end_day
        and not exists (
          select
          from redline.spans_of(correction_cells.first_day, correction_cells.end_day, by_words) used
          where known.day >= used.first_day and known.day < used.end_day
        )
    ))
  union all
  select
    known.first_day, value, field, change_type, pattern, owner_chunk, corrections, owners, earliest,
    last_seen
  from redline.rollup_correction_span
  join redline.rollup_span known using (span)
  where dimension = asked_dimension
    and span = any (array(
      select used.span
      from redline.spans_of(correction_cells.first_day, correction_cells.end_day, by_words) used
    ));
end;

-- Cells from which corrections went away are counted afresh: neither owners nor the earliest and
-- the latest can be subtracted. That happens when an owner is erased, or when a workflow turns out
-- to have started on another day. Spans take them from their days then.
create function redline.recount_corrections(changed redline.rollup_correction_item[])
  returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  items redline.rollup_correction_item[];
begin
  if not exists (select from unnest(changed) where sign < 0) then
    return;
  end if;
  with gone as (
    select distinct day, field, change_type, pattern from unnest(changed) where sign < 0
  ), removed as (
    delete from redline.rollup_correction cell
    using gone
    where cell.day = gone.day and cell.field = gone.field
      and cell.change_type = gone.change_type and cell.pattern = gone.pattern
  )
  select array_agg(row(
    1, gone.day, started.document_type, correction.field, correction.change_type,
    correction.pattern, correction.owner, modified.occurred_at,
    redline.correction_place(
      modified.occurred_at, counted.started_at, correction.workflow_id, correction.revision,
      correction.ordinal, correction.owner
    )
  )::redline.rollup_correction_item) into items
  from gone
  join redline.correction using (field, change_type, pattern)
  join redline.rollup_counted counted using (owner, workflow_id)
  cross join lateral (
    select stage.occurred_at from redline.export_stage stage
    where stage.owner = correction.owner
      and stage.workflow_started_at = correction.workflow_started_at
      and stage.workflow_id = correction.workflow_id
      and stage.revision = correction.revision
      and stage.stage = 2
  ) modified
  left join lateral (
    select stage.document_type from redline.export_stage stage
    where stage.owner = correction.owner
      and stage.workflow_started_at = correction.workflow_started_at
      and stage.workflow_id = correction.workflow_id
      and stage.stage in (1, 2, 3)
    order by stage.revision, stage.stage
    limit 1
  ) started on true
  where correction.workflow_started_at >= gone.day::timestamp at time zone 'UTC'
    and correction.workflow_started_at < (gone.day + 1)::timestamp at time zone 'UTC'
    and counted.started_at = correction.workflow_started_at
    and correction.revision * 100 + 21 = any (counted.stages);
  perform redline.add_corrections_to_days(items);

  delete from redline.rollup_correction_span cell
  using (
    select distinct day, field, change_type, pattern from unnest(changed) where sign < 0
  ) gone, redline.rollup_span joined
  where gone.day >= joined.first_day and gone.day < joined.end_day
    and cell.dimension in ('', 'document_type') and cell.span = joined.span
    and cell.field = gone.field and cell.change_type = gone.change_type
    and cell.pattern = gone.pattern;
  insert into redline.rollup_correction_span
  select
    class.span, cell.dimension, cell.value, cell.field, cell.change_type, cell.pattern,
    cell.owner_chunk, sum(cell.corrections), bit_or(cell.owners), min(cell.earliest),
    max(cell.last_seen)
  from (
    select distinct
      joined.span, joined.first_day, joined.end_day, gone.field, gone.change_type, gone.pattern
    from (
      select distinct day, field, change_type, pattern from unnest(changed) where sign < 0
    ) gone
    join redline.rollup_span joined
      on gone.day >= joined.first_day and gone.day < joined.end_day
  ) class
  join redline.rollup_correction cell
    on cell.dimension in ('', 'document_type')
    and cell.day >= class.first_day and cell.day < class.end_day
    and cell.field = class.field and cell.change_type = class.change_type
    and cell.pattern = class.pattern
  group by class.span, cell.dimension, cell.value, cell.field, cell.change_type, cell.pattern,
    cell.owner_chunk;
end $$;

revoke execute on function redline.join_days(interval) from public;
grant execute on function redline.join_days(interval) to redline_recorder;
grant select on
  redline.rollup_correction_day, redline.rollup_span, redline.rollup_correction_span
to redline_analyst, redline_miner, redline_compliance, redline_admin;
