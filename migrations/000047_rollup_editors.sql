-- Roll-ups of how people review: what the report editors reads over everybody.
--
-- A row an owner and day is of a person. So, unlike other roll-ups, these do not outlive the
-- records: nobody is shown a row whose last record is past its owner's time, and a run of retention
-- removes it.

create table redline.rollup_editor (
  day date not null,
  owner text not null,
  reviews bigint not null,
  untouched bigint not null,
  fields_edited bigint not null,
  timed bigint not null,
  editing_seconds numeric not null,
  fast_reviews bigint not null,
  -- Of each review with a time of editing, its bucket (redline.log_bucket), in no order.
  bucket smallint[] not null,
  -- The latest of its records: by it the row goes.
  kept_from timestamptz not null,
  constraint rollup_editor_pkey primary key (day, owner)
) with (fillfactor = 70);

-- Days that are put together, as redline.rollup_span has them.
create table redline.rollup_editor_span (
  span integer not null,
  owner text not null,
  reviews bigint not null,
  untouched bigint not null,
  fields_edited bigint not null,
  timed bigint not null,
  editing_seconds numeric not null,
  fast_reviews bigint not null,
  -- The buckets in their order, each once, and how many reviews lie in it or in one before it.
  bucket smallint[] not null,
  upto integer[] not null,
  -- The earliest of those of its days: by it nobody is shown the row.
  kept_from timestamptz not null,
  constraint rollup_editor_span_pkey primary key (span, owner),
  constraint rollup_editor_span_is_known foreign key (span)
    references redline.rollup_span on delete cascade
);

alter table redline.rollup_span
  -- When editors of one of its days last changed; null while rollup_editor_span has them.
  add column editors_changed_at timestamptz default '-infinity',
  -- The earliest of what rollup_editor_span has of it.
  add column editors_kept_from timestamptz;

create type redline.rollup_editor_change as (
  day date,
  owner text,
  reviews bigint,
  untouched bigint,
  fields_edited bigint,
  timed bigint,
  editing_seconds numeric,
  fast_reviews bigint,
  added smallint[],
  removed smallint[],
  kept_from timestamptz
);

-- The first list without the items of the second, each as often as it is there.
create function redline.without_items(list smallint[], removed smallint[]) returns smallint[]
  language sql immutable parallel safe
begin atomic
  select coalesce(array_agg(item), '{}')
  from (
    select item, row_number() over (partition by item) as place
    from unnest(list) as item
  ) numbered
  where place > (select count(*) from unnest(removed) as gone where gone = item);
end;

-- Adds the reviews that came to be counted, and takes out those that no longer are; a part of
-- redline.roll_up_workflows. What stays as it was is not written.
create function redline.roll_up_editors(versions redline.rollup_version[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  changes redline.rollup_editor_change[];
begin
  changes := array(
    select row(
      day, owner, sum(reviews), sum(untouched), sum(fields_edited), sum(timed),
      sum(editing_seconds), sum(fast_reviews),
      coalesce(
        redline.array_concat(array_fill(bucket, array[timed::integer])) filter (where timed > 0),
        '{}'
      ),
      redline.array_concat(array_fill(bucket, array[-timed::integer])) filter (where timed < 0),
      max(kept_from)
    )::redline.rollup_editor_change
    from (
      select
        day, owner, redline.log_bucket(editing_seconds) as bucket,
        sum(sign) as reviews,
        coalesce(sum(sign) filter (where modified + deleted + added = 0), 0) as untouched,
        sum(sign * (modified + deleted + added)) as fields_edited,
        coalesce(sum(sign) filter (where editing_seconds is not null), 0) as timed,
        coalesce(sum(sign * editing_seconds::numeric), 0) as editing_seconds,
        coalesce(sum(sign) filter (where editing_seconds < 0.25 * summary_words), 0)
          as fast_reviews,
        max(kept_from) as kept_from
      from unnest(versions)
      where is_reviewed
      group by day, owner, redline.log_bucket(editing_seconds)
    ) counted
    where reviews <> 0 or untouched <> 0 or fields_edited <> 0 or editing_seconds <> 0
      or fast_reviews <> 0
    group by day, owner
  );
  if cardinality(changes) = 0 then
    return;
  end if;
  insert into redline.rollup_editor as known
  select
    day, owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews, added,
    kept_from
  from unnest(changes)
  on conflict on constraint rollup_editor_pkey do update set
    reviews = known.reviews + excluded.reviews,
    untouched = known.untouched + excluded.untouched,
    fields_edited = known.fields_edited + excluded.fields_edited,
    timed = known.timed + excluded.timed,
    editing_seconds = known.editing_seconds + excluded.editing_seconds,
    fast_reviews = known.fast_reviews + excluded.fast_reviews,
    bucket = known.bucket || excluded.bucket,
    kept_from = greatest(known.kept_from, excluded.kept_from);
  if exists (select from unnest(changes) where removed is not null or reviews < 0) then
    update redline.rollup_editor known
    set bucket = redline.without_items(known.bucket, change.removed)
    from unnest(changes) as change
    where known.day = change.day and known.owner = change.owner and change.removed is not null;
    delete from redline.rollup_editor known
    using unnest(changes) as change
    where known.day = change.day and known.owner = change.owner and known.reviews <= 0;
  end if;
  -- Spans are read again when they are made anew; until then their days are.
  update redline.rollup_span
  set editors_changed_at = clock_timestamp()
  where exists (
      select from (select distinct day from unnest(changes)) changed
      where changed.day >= first_day and changed.day < end_day
    )
    and coalesce(editors_changed_at < clock_timestamp() - interval '1 minute', true);
end $$;

-- Takes an owner's rows out, of days and of spans, which stay as good for the others.
create function redline.forget_editor(forgotten text) returns void
  language sql
  set search_path = pg_catalog
begin atomic
  delete from redline.rollup_editor where owner = forgotten;
  delete from redline.rollup_editor_span where owner = forgotten;
end;

-- Puts the days of spans together in which nothing has changed for a while, the latest first; a
-- part of join_days. What comes meanwhile waits to be rolled up: after a second the rest is left
-- for the next time, unless all of it is wanted at once.
create function redline.join_editors(quiet interval) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  whole redline.rollup_span;
  began timestamptz := clock_timestamp();
begin
  for whole in
    select * from redline.rollup_span
    where editors_changed_at <= clock_timestamp() - quiet
    order by end_day desc, first_day
  loop
    exit when quiet > interval '0' and clock_timestamp() - began > interval '1 second';
    delete from redline.rollup_editor_span where span = whole.span;
    insert into redline.rollup_editor_span
    select
      whole.span, owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews,
      coalesce(filled.bucket, '{}'), coalesce(filled.upto, '{}'), kept_from
    from (
      select
        owner, sum(reviews) as reviews, sum(untouched) as untouched,
        sum(fields_edited) as fields_edited, sum(timed) as timed,
        sum(editing_seconds) as editing_seconds, sum(fast_reviews) as fast_reviews,
        min(kept_from) as kept_from
      from redline.rollup_editor
      where day >= whole.first_day and day < whole.end_day
      group by owner
    ) total
    left join (
      select owner, array_agg(bucket order by bucket) as bucket,
        array_agg(upto order by bucket) as upto
      from (
        select
          owner, lies_in as bucket,
          (sum(count(*)) over (partition by owner order by lies_in))::integer as upto
        from redline.rollup_editor, unnest(bucket) as lies_in
        where day >= whole.first_day and day < whole.end_day
        group by owner, lies_in
      ) held
      group by owner
    ) filled using (owner)
    order by owner;
    update redline.rollup_span
    set editors_changed_at = null,
      editors_kept_from = coalesce(
        (
          select min(kept_from) from redline.rollup_editor
          where day >= whole.first_day and day < whole.end_day
        ),
        'infinity'
      )
    where span = whole.span;
  end loop;
end $$;

-- The instant before which records of somebody have run out.
create function redline.editors_since() returns timestamptz
  language sql stable
begin atomic
  select greatest(redline.kept_since('export'), max(now() - make_interval(days => agreed.days)))
  from redline.agreed_days('export') agreed;
end;

-- Days and spans whose records are within their owners' times, for whoever reads everybody's.
create view redline.kept_editor with (security_barrier = true) as
select
  day, owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews, bucket
from redline.rollup_editor
where redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and (select pg_has_role(current_user, 'redline_fleet', 'usage'));

create view redline.kept_editor_span with (security_barrier = true) as
select
  span, owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews, bucket, upto
from redline.rollup_editor_span
where (
    kept_from > (select redline.editors_since())
    or redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
  )
  and (select pg_has_role(current_user, 'redline_fleet', 'usage'));

-- The widest span of each week of a period in which nothing has changed since it was put together,
-- and nothing is past the shortest of all times.
create function redline.editor_spans(first_day date, end_day date)
  returns table (span integer, first_day date, end_day date)
  language sql stable parallel safe
begin atomic
  select distinct on (date_trunc('week', known.first_day::timestamp))
    known.span, known.first_day, known.end_day
  from redline.rollup_span known
  where known.first_day >= editor_spans.first_day and known.end_day <= editor_spans.end_day
    and known.editors_changed_at is null
    and known.editors_kept_from > (select redline.editors_since())
  order by date_trunc('week', known.first_day::timestamp), known.end_day - known.first_day desc;
end;

-- The days of a period that are in none of those spans.
create function redline.editor_days(first_day date, end_day date) returns setof date
  language sql stable parallel safe
begin atomic
  select bounds.first_day + place
  from (
    select
      greatest(editor_days.first_day, (select min(day) from redline.rollup_editor)) as first_day,
      least(editor_days.end_day, (select max(day) from redline.rollup_editor) + 1) as end_day
  ) bounds
  cross join lateral generate_series(0, bounds.end_day - bounds.first_day - 1) as place
  where not exists (
    select
    from redline.editor_spans(editor_days.first_day, editor_days.end_day) used
    where bounds.first_day + place >= used.first_day and bounds.first_day + place < used.end_day
  );
end;

grant select (day) on redline.rollup_editor to
  redline_analyst, redline_miner, redline_compliance, redline_admin;
grant select on redline.kept_editor, redline.kept_editor_span to
  redline_analyst, redline_miner, redline_compliance, redline_admin;

-- Empties spans of which something is past its time: their days are read then.
create function redline.remove_past_editor_spans() returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  since timestamptz := redline.editors_since();
begin
  delete from redline.rollup_editor_span cell
  using redline.rollup_span joined
  where joined.span = cell.span
    and joined.editors_kept_from <= since and joined.editors_kept_from > '-infinity';
  update redline.rollup_span set editors_kept_from = '-infinity'
  where editors_kept_from <= since and editors_kept_from > '-infinity';
end $$;

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

alter type redline.rollup_version add attribute kept_from timestamptz;
select pg_temp.reword(
  'redline.rollup_versions(text[], uuid[], boolean)',
  'max(satisfaction) filter (where stage = 4) as satisfaction',
  'max(satisfaction) filter (where stage = 4) as satisfaction,
      max(kept_from) as kept_from'
);
select pg_temp.reword(
  'redline.rollup_versions(text[], uuid[], boolean)',
  '      satisfaction
    )::redline.rollup_version',
  '      satisfaction,
      kept_from
    )::redline.rollup_version'
);
select pg_temp.reword(
  'redline.rollup_versions(text[], uuid[], boolean)',
  '      satisfaction
    from revision',
  '      satisfaction,
      kept_from
    from revision'
);
select pg_temp.reword(
  'redline.roll_up_workflows(text[], uuid[], boolean)',
  'perform redline.roll_up_confidences(details, corrections);',
  'perform redline.roll_up_confidences(details, corrections);
  -- An owner who is forgotten goes from all days, also from those whose records have gone.
  if not is_forgotten then
    perform redline.roll_up_editors(versions);
  end if;'
);
select pg_temp.reword(
  'redline.forget_in_rollups(text)',
  'perform redline.roll_up_workflows(array_fill(forgotten, array[cardinality(ids)]), ids, true);',
  'perform redline.roll_up_workflows(array_fill(forgotten, array[cardinality(ids)]), ids, true);
  perform redline.forget_editor(forgotten);'
);
select pg_temp.reword(
  'redline.rebuild_rollups()',
  'delete from redline.rollup_correction where day >= redline.first_whole_day(''export'');',
  'delete from redline.rollup_correction where day >= redline.first_whole_day(''export'');
  delete from redline.rollup_editor where day >= redline.first_whole_day(''export'');'
);
select pg_temp.reword(
  'redline.join_days(interval)',
  'end loop;
end',
  'end loop;
  perform redline.join_editors(quiet);
end'
);
select pg_temp.reword(
  'redline.remove_past_rows()',
  'delete from redline.rollup_correction_span cell',
  'delete from redline.rollup_editor
  where not redline.is_kept(
      owner, kept_from, (select redline.kept_since(''export'')),
      (select redline.agreed_since(''export''))
    )
    and owner <> all (redline.owners_on_hold());
  get diagnostics past = row_count;
  total := total + past;
  perform redline.remove_past_editor_spans();
  delete from redline.rollup_correction_span cell'
);
drop function pg_temp.reword(regprocedure, text, text);

-- What was recorded before is counted when the service starts, or by `redline rollup rebuild`;
-- until then reports count the records.
update redline.rollup_state
set is_built = not exists (select from redline.workflow)
where is_built;
