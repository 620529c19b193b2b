-- Roll-ups of pairs of values: what the report correction_pairs reads over everybody.
--
-- A day is settled when all that its reviews presented and what became of it has been put together,
-- from the records, in one go. Reviews that come to be counted afterwards are named beside it until
-- it is settled anew, and the report reads those few from the records. Where one of a settled day is
-- counted no longer or otherwise, the day is a matter of its records until it is settled anew. So
-- nothing is ever added to or taken from what is there, and keeping it costs an ingest next to nothing.
--
-- Values are known by numbers of this database's own, as in the views of mining. What of it is of
-- content or of a person goes with the records, and by an erasure: unlike other roll-ups, these do
-- not outlive them.

create table redline.rollup_pair_day (
  day date not null,
  is_settled boolean not null,
  -- Reviews that are in what is settled, and those that came since.
  reviews integer not null default 0,
  waiting integer not null default 0,
  changed_at timestamptz not null default clock_timestamp(),
  -- The earliest of the records that were put together: by it they are out of date.
  kept_from timestamptz not null default 'infinity',
  -- In how many rows the presented values lie.
  buckets integer not null default 0,
  constraint rollup_pair_day_pkey primary key (day)
);

-- Reviews that came to be counted since their day was settled.
create table redline.rollup_pair_review (
  id bigint not null generated always as identity,
  day date not null,
  owner text[] not null,
  workflow_started_at timestamptz[] not null,
  workflow_id uuid[] not null,
  kept_from timestamptz[] not null,
  constraint rollup_pair_review_pkey primary key (id)
);

create table redline.rollup_pair (
  day date not null,
  field text collate "C" not null,
  modified_number bigint not null,
  original_number bigint not null,
  leaf_number bigint,
  corrections integer not null,
  -- Those of reviews of which is known what was presented, and of these the ones of values that have
  -- a number.
  presented_corrections integer not null,
  known_corrections integer not null,
  -- Numbers of the owners, each once, and the least and the greatest of them.
  owners bigint[] not null,
  least_owner bigint not null,
  greatest_owner bigint not null,
  -- The key of the earliest one.
  example_started_at timestamptz not null,
  example_workflow_id uuid not null,
  example_owner text not null,
  example_ordinal integer not null,
  example_kept_from timestamptz not null,
  -- A report looks a pair up over its days, and all that became the same value.
  constraint rollup_pair_pkey primary key (field, modified_number, original_number, day)
    include (
      corrections, presented_corrections, known_corrections, leaf_number, least_owner, greatest_owner
    )
);
create index rollup_pair_of_day on redline.rollup_pair (day);

-- Of all days together: no period has more, so those of a few need not be looked at.
create table redline.rollup_pair_total (
  field text collate "C" not null,
  modified_number bigint not null,
  original_number bigint not null,
  corrections integer not null,
  constraint rollup_pair_total_pkey primary key (field, modified_number, original_number)
) with (fillfactor = 70);
create index rollup_pair_total_most on redline.rollup_pair_total (corrections desc);

-- The presented values of a day in their order, each as often as it was, spread over rows by their
-- numbers.
create table redline.rollup_presented (
  day date not null,
  bucket integer not null,
  leaf_number bigint[] not null,
  constraint rollup_presented_pkey primary key (day, bucket)
);

create table redline.rollup_presented_field (
  day date not null,
  field text collate "C" not null,
  presented bigint not null,
  constraint rollup_presented_field_pkey primary key (day, field)
);

-- In which row of a day a number lies.
create function redline.presented_bucket(leaf_number bigint, buckets integer) returns integer
  language sql immutable parallel safe
  return ((leaf_number & 9223372036854775807) % nullif(buckets, 0))::integer;

-- A number for an owner, of this database's own.
create function redline.owner_number(owner text, salt bigint) returns bigint
  language sql immutable parallel safe
  return hashtextextended(owner, salt);

-- Everybody is given the same numbers, so that what is put together serves all.
create or replace view redline.kept_leaf with (security_barrier = true) as
select owner, workflow_started_at, workflow_id, revision, stage, recorded_at, extracted, field,
  field_extracted,
  case when leaf_key is not null then array(
    select hashint8extended(key, (select uuid_hash_extended(id, 0) from redline.installation))
    from unnest(leaf_key) as key
  ) end as leaf_number
from redline.export_stage
where stage in (1, 2, 3)
  and redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

create or replace view redline.kept_modification with (security_barrier = true) as
select owner, workflow_started_at, workflow_id, revision, ordinal, field,
  hashint8extended(original_key, (select uuid_hash_extended(id, 0) from redline.installation))
    as leaf_number,
  redline.value_number(
    original::jsonb, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as original_number,
  redline.value_number(
    modified::jsonb, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as modified_number,
  redline.owner_number(owner, (select uuid_hash_extended(id, 0) from redline.installation))
    as owner_number
from redline.correction
where change_type = 'modification'
  and redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

-- Leaves days to their records: what was put together of them goes.
create function redline.unsettle_pairs(days date[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  update redline.rollup_pair_day
  set is_settled = false, reviews = 0, waiting = 0, changed_at = clock_timestamp(),
    kept_from = 'infinity', buckets = 0
  where day = any (days);
  with gone as (
    delete from redline.rollup_pair where day = any (days)
    returning field, modified_number, original_number, corrections
  )
  update redline.rollup_pair_total total
  set corrections = total.corrections - lost.corrections
  from (
    select field, modified_number, original_number, sum(corrections) as corrections
    from gone
    group by field, modified_number, original_number
  ) lost
  where total.field = lost.field and total.modified_number = lost.modified_number
    and total.original_number = lost.original_number;
  delete from redline.rollup_pair_total where corrections <= 0;
  delete from redline.rollup_presented where day = any (days);
  delete from redline.rollup_presented_field where day = any (days);
  delete from redline.rollup_pair_review where day = any (days);
end $$;

create type redline.rollup_pair_change as (
  sign integer,
  day date,
  owner text,
  workflow_started_at timestamptz,
  workflow_id uuid,
  kept_from timestamptz
);

-- Names the reviews that came to be counted, and leaves the days to their records of which one that
-- was settled is counted no longer or otherwise; a part of redline.roll_up_workflows.
create function redline.roll_up_pairs(versions redline.rollup_version[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  changes redline.rollup_pair_change[];
  changed date[];
begin
  -- What a review presented is in its modifications, or else in its first stage, where that is there.
  select array_agg(row(
    sign, day, owner, workflow_started_at, workflow_id, kept_from
  )::redline.rollup_pair_change) into changes
  from (
    select sum(sign)::integer as sign, day, owner, workflow_started_at, workflow_id,
      max(kept_from) as kept_from
    from unnest(versions)
    where is_reviewed and revision = 1
    group by day, owner, workflow_started_at, workflow_id, has_modifications,
      has_modifications or has_initial
    having sum(sign) <> 0
  ) counted;
  if changes is null then
    return;
  end if;
  if exists (select from unnest(changes) where sign < 0) then
    changed := array(
      select distinct day
      from unnest(changes) as gone
      where sign < 0 and not exists (
        select
        from redline.rollup_pair_review named
        cross join lateral unnest(named.owner, named.workflow_started_at, named.workflow_id)
          as review (owner, workflow_started_at, workflow_id)
        where named.day = gone.day and review.owner = gone.owner
          and review.workflow_started_at = gone.workflow_started_at
          and review.workflow_id = gone.workflow_id
      )
    );
    perform redline.unsettle_pairs(changed);
  end if;
  -- A day of which nothing was known is settled, with nothing in it.
  insert into redline.rollup_pair_day as known (day, is_settled, waiting)
  select day, true, count(*) from unnest(changes) where sign > 0 group by day
  on conflict on constraint rollup_pair_day_pkey do update set
    waiting = known.waiting + excluded.waiting, changed_at = excluded.changed_at;
  insert into redline.rollup_pair_review (
    day, owner, workflow_started_at, workflow_id, kept_from
  )
  select
    day, array_agg(change.owner), array_agg(workflow_started_at), array_agg(workflow_id),
    array_agg(change.kept_from)
  from unnest(changes) as change
  join redline.rollup_pair_day known using (day)
  where sign > 0 and known.is_settled
  group by day;
end $$;

-- Puts a day together from its records; nothing may wait to be rolled up. Days of which some
-- records are past their time are left to the others.
create function redline.settle_pairs_of(settled date) returns void
  language plpgsql
  set search_path = pg_catalog
  -- A day's records, which the planner takes for few.
  set enable_nestloop = off
as $$
declare
  salt bigint := (select uuid_hash_extended(id, 0) from redline.installation);
  starts timestamptz := redline.start_of(settled);
  ends timestamptz := redline.start_of(settled + 1);
  earliest timestamptz;
begin
  perform redline.unsettle_pairs(array[settled]);
  earliest := (
    select min(kept_from) from redline.export_stage
    where workflow_started_at >= starts and workflow_started_at < ends
      and stage in (1, 2, 3) and revision = 1
  );
  if earliest <= redline.editors_since() then
    update redline.rollup_pair_day set kept_from = earliest where day = settled;
    return;
  end if;
  with presented as materialized (
    select owner, workflow_started_at, workflow_id, has_modifications, leaf_key, field,
      field_extracted
    from (
      -- As redline.presented_as_of has it.
      select
        owner, workflow_started_at, workflow_id,
        bool_or(stage = 2) as has_modifications,
        case when bool_or(stage = 2) then max(leaf_key) filter (where stage = 2)
          else max(leaf_key) filter (where stage = 1) end as leaf_key,
        case when bool_or(stage = 2) then max(field) filter (where stage = 2)
          else max(field) filter (where stage = 1) end as field,
        case when bool_or(stage = 2) then max(field_extracted) filter (where stage = 2)
          else max(field_extracted) filter (where stage = 1) end as field_extracted,
        case when bool_or(stage = 2) then max(extracted) filter (where stage = 2) is not null
          else bool_or(stage = 3) end as is_reviewed
      from redline.export_stage
      where workflow_started_at >= starts and workflow_started_at < ends
        and stage in (1, 2, 3) and revision = 1
      group by owner, workflow_started_at, workflow_id
    ) stages
    where is_reviewed
  ), size as (
    -- Some two hundred to a row: as many as lie in it without being put aside.
    select count(*)::integer as reviews,
      (sum(cardinality(leaf_key)) / 200 + 1)::integer as buckets
    from presented
  ), modification as (
    select
      correction.field collate "C" as field,
      redline.value_number(correction.modified::jsonb, salt) as modified_number,
      redline.value_number(correction.original::jsonb, salt) as original_number,
      hashint8extended(correction.original_key, salt) as leaf_number,
      presented.leaf_key is not null as is_known,
      redline.owner_number(correction.owner, salt) as owner_number,
      correction.owner, correction.workflow_started_at, correction.workflow_id, correction.ordinal,
      correction.kept_from
    from redline.correction
    join presented using (owner, workflow_started_at, workflow_id)
    where presented.has_modifications and correction.revision = 1
      and correction.change_type = 'modification'
      and correction.workflow_started_at >= starts and correction.workflow_started_at < ends
  ), pair as (
    insert into redline.rollup_pair
    select
      settled, field, modified_number, original_number, max(leaf_number), count(*),
      count(*) filter (where is_known), count(leaf_number) filter (where is_known),
      array_agg(distinct owner_number), min(owner_number), max(owner_number),
      min(workflow_started_at),
      min(workflow_id::text) filter (where place = 1)::uuid,
      min(owner) filter (where place = 1),
      min(ordinal) filter (where place = 1),
      min(kept_from) filter (where place = 1)
    from (
      select
        *,
        row_number() over (
          partition by field, modified_number, original_number
          order by workflow_started_at, workflow_id, owner collate "C", ordinal
        ) as place
      from modification
    ) placed
    group by field, modified_number, original_number
    returning field, modified_number, original_number, corrections
  ), total as (
    insert into redline.rollup_pair_total as known
    select * from pair
    on conflict on constraint rollup_pair_total_pkey do update set
      corrections = known.corrections + excluded.corrections
  ), leaf as (
    insert into redline.rollup_presented
    select
      settled, redline.presented_bucket(leaf_number, buckets),
      array_agg(leaf_number order by leaf_number)
    from (
      select hashint8extended(unnest(leaf_key), salt) as leaf_number from presented
    ) hashed, size
    group by redline.presented_bucket(leaf_number, buckets)
  ), field as (
    insert into redline.rollup_presented_field
    select settled, fields.field collate "C", sum(fields.extracted)
    from presented
    cross join lateral unnest(presented.field, presented.field_extracted)
      as fields (field, extracted)
    where presented.leaf_key is not null and fields.field is not null
    group by fields.field collate "C"
  )
  update redline.rollup_pair_day
  set is_settled = true, reviews = size.reviews, buckets = coalesce(size.buckets, 0),
    kept_from = coalesce(earliest, 'infinity')
  from size
  where day = settled;
end $$;

-- Settles days anew, the latest first; a part of join_days. Those to which reviews came since wait
-- until nothing has for a while or they are many: their reviews are read one by one, but all records
-- of a day that is not settled. After a second the rest is left for the next time,
-- unless all of it is wanted at once.
create function redline.settle_pairs(quiet interval) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  settled date;
  began timestamptz := clock_timestamp();
  since timestamptz := redline.editors_since();
begin
  perform redline.unsettle_past_pairs();
  for settled in
    select day
    from redline.rollup_pair_day
    where case
        when is_settled then waiting > 0 and (
          changed_at <= clock_timestamp() - quiet or waiting > greatest(300, reviews / 50)
        )
        else kept_from > since
      end
    order by day desc
  loop
    exit when quiet > interval '0' and clock_timestamp() - began > interval '1 second';
    -- What was recorded has to have been counted, or it would be named once more.
    while exists (select from redline.rollup_pending) loop
      perform redline.roll_up();
    end loop;
    perform redline.settle_pairs_of(settled);
  end loop;
end $$;

-- Leaves days to their records of which something is past its time.
create function redline.unsettle_past_pairs() returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  past date[] := array(
    select day from redline.rollup_pair_day
    where is_settled and kept_from <= redline.editors_since()
  );
begin
  if cardinality(past) > 0 then
    perform redline.unsettle_pairs(past);
  end if;
end $$;

-- The days of a period that are settled, and within the shortest of all times.
create function redline.settled_pair_days(first_day date, end_day date)
  returns table (day date, buckets integer)
  language sql stable parallel safe
begin atomic
  select known.day, known.buckets
  from redline.rollup_pair_day known
  where known.day >= settled_pair_days.first_day and known.day < settled_pair_days.end_day
    and known.is_settled and known.kept_from > (select redline.editors_since());
end;

-- The days of a period that are settled, and past it: their records answer.
create function redline.past_pair_days(first_day date, end_day date) returns setof date
  language sql stable parallel safe
begin atomic
  select known.day
  from redline.rollup_pair_day known
  where known.day >= past_pair_days.first_day and known.day < past_pair_days.end_day
    and known.is_settled and known.kept_from <= (select redline.editors_since());
end;

-- What is there of single people, for whoever reads everybody's.
create view redline.kept_pair_review with (security_barrier = true) as
select named.day, review.owner, review.workflow_started_at, review.workflow_id
from redline.rollup_pair_review named
cross join lateral unnest(
  named.owner, named.workflow_started_at, named.workflow_id, named.kept_from
) as review (owner, workflow_started_at, workflow_id, kept_from)
where redline.is_kept(
    review.owner, review.kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and (select pg_has_role(current_user, 'redline_fleet', 'usage'));

create view redline.kept_pair_example with (security_barrier = true) as
select day, field, modified_number, original_number, example_owner as owner,
  example_started_at as workflow_started_at, example_workflow_id as workflow_id,
  example_ordinal as ordinal
from redline.rollup_pair
where redline.is_kept(
    example_owner, example_kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and (select pg_has_role(current_user, 'redline_fleet', 'usage'));

-- What became of a value in a review.
create type redline.presented_modification as (
  ordinal integer,
  field text,
  original_number bigint,
  modified_number bigint,
  leaf_number bigint,
  owner_number bigint
);

-- A row a review of a period that is to be counted from the records: all of them, or with
-- is_rolled_up those that are in no settled day: of the other days, and those that came since.
-- Statements of a function are planned where they are run, and those on the records take longer to
-- plan than the roll-ups to read.
create function redline.presented_of(
  first_day date, end_day date, of_owner text, as_of timestamptz, is_rolled_up boolean
)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, leaf_number bigint[],
    field text[], field_extracted integer[], modifications redline.presented_modification[]
  )
  language plpgsql stable
as $$
declare
  part record;
begin
  for part in
    select redline.start_of(first_day) as starts, redline.start_of(end_day) as ends
    where not is_rolled_up
    union all
    select redline.start_of(known.day), redline.start_of(known.day + 1)
    from redline.rollup_pair_day known
    where is_rolled_up and known.day >= first_day and known.day < end_day
      and not (known.is_settled and known.kept_from > redline.editors_since())
  loop
    return query
    select
      review.owner, review.workflow_started_at, review.workflow_id, review.leaf_number,
      review.field, review.field_extracted,
      case when review.has_modifications then made.modifications end
    from redline.presented_as_of(as_of) review
    left join (
      select
        change.owner, change.workflow_started_at, change.workflow_id,
        array_agg(row(
          change.ordinal, change.field, change.original_number, change.modified_number,
          change.leaf_number, change.owner_number
        )::redline.presented_modification) as modifications
      from redline.kept_modification change
      where change.revision = 1
        and change.workflow_started_at >= part.starts and change.workflow_started_at < part.ends
        and (of_owner = '' or change.owner = of_owner)
      group by change.owner, change.workflow_started_at, change.workflow_id
    ) made
      on made.owner = review.owner and made.workflow_started_at = review.workflow_started_at
      and made.workflow_id = review.workflow_id
    where review.workflow_started_at >= part.starts and review.workflow_started_at < part.ends
      and (of_owner = '' or review.owner = of_owner);
  end loop;
  if not is_rolled_up or not exists (select from redline.kept_pair_review) then
    return;
  end if;
  return query
  select
    review.owner, review.workflow_started_at, review.workflow_id, review.leaf_number,
    review.field, review.field_extracted,
    case when review.has_modifications then array(
      select row(
        change.ordinal, change.field, change.original_number, change.modified_number,
        change.leaf_number, change.owner_number
      )::redline.presented_modification
      from redline.kept_modification change
      where change.revision = 1
        and change.owner = review.owner
        and change.workflow_started_at = review.workflow_started_at
        and change.workflow_id = review.workflow_id
    ) end
  from (
    select distinct named.owner, named.workflow_started_at, named.workflow_id
    from redline.settled_pair_days(first_day, end_day) settled
    join redline.kept_pair_review named using (day)
  ) waiting
  -- A look-up for each, by the whole key: offset keeps the planner from any other way.
  cross join lateral (
    select *
    from redline.presented_as_of(null) found
    where found.owner = waiting.owner
      and found.workflow_started_at = waiting.workflow_started_at
      and found.workflow_id = waiting.workflow_id
    offset 0
  ) review;
end $$;

revoke execute on function redline.unsettle_past_pairs() from public;
grant select on
  redline.rollup_pair_day, redline.rollup_pair_total, redline.rollup_presented,
  redline.rollup_presented_field, redline.kept_pair_review, redline.kept_pair_example
to redline_analyst, redline_miner, redline_compliance, redline_admin;
grant select (
  day, field, modified_number, original_number, leaf_number, corrections, presented_corrections,
  known_corrections, owners, least_owner, greatest_owner
) on redline.rollup_pair
to redline_analyst, redline_miner, redline_compliance, redline_admin;

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

select pg_temp.reword(
  'redline.roll_up_workflows(text[], uuid[], boolean)',
  'perform redline.roll_up_confidences(details, corrections);',
  'perform redline.roll_up_confidences(details, corrections);
  perform redline.roll_up_pairs(versions);'
);
select pg_temp.reword(
  'redline.forget_in_rollups(text)',
  'perform redline.forget_editor(forgotten);',
  'perform redline.forget_editor(forgotten);
  perform redline.unsettle_pairs(array(
    select day from redline.rollup_pair where example_owner = forgotten
    union
    select day from redline.rollup_pair_review where forgotten = any (owner)
  ));'
);
select pg_temp.reword(
  'redline.rebuild_rollups()',
  'delete from redline.rollup_editor where',
  'perform redline.unsettle_pairs(array(
    select day from redline.rollup_pair_day where day >= redline.first_whole_day(''export'')
  ));
  delete from redline.rollup_pair_day where day >= redline.first_whole_day(''export'');
  delete from redline.rollup_editor where'
);
select pg_temp.reword(
  'redline.join_days(interval)',
  'perform redline.join_editors(quiet);',
  'perform redline.join_editors(quiet);
  perform redline.settle_pairs(quiet);'
);
select pg_temp.reword(
  'redline.remove_past_rows()',
  'perform redline.remove_past_editor_spans();',
  'perform redline.remove_past_editor_spans();
  perform redline.unsettle_past_pairs();'
);
select pg_temp.reword(
  'redline.remove_own_past(text, integer)',
  'records := 0;',
  'records := 0;
  perform redline.unsettle_past_pairs();'
);
drop function pg_temp.reword(regprocedure, text, text);

-- What was counted before is a matter of the records until it is settled.
insert into redline.rollup_pair_day (day, is_settled)
select distinct day, false from redline.rollup_review where is_first_revision;
