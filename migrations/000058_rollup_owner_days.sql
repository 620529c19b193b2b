-- Roll-ups of one owner's days: what the reports of a single owner read in place of the records.
--
-- A row an owner and day for all of them would be as large as the records. So only days with many
-- records of an owner are put together ("settled"), from the records, in one go, when nothing has
-- changed of them for a while; the records of all other days of the owner are counted as they were.
-- Where anything of a settled day comes, goes or changes, what was put together is let go, until
-- the day is settled anew: nothing is ever added to it or taken from it, so it costs an ingest next
-- to nothing, and it is made by the very functions that count the records of the other days.
--
-- It is of a person. It goes with the first of its records that runs out, and by an erasure; nobody
-- sees it who may not see the owner. It holds no content: threads and errors are known by numbers.

-- Revisions of one day, first or later ones: as redline.rollup_review has them, and of each with a
-- time of editing its bucket (redline.log_bucket), in their order.
create type redline.owner_review as (
  is_first_revision boolean,
  revisions bigint,
  workflows bigint,
  reviewed bigint,
  untouched bigint,
  fields bigint,
  modified bigint,
  deleted bigint,
  added bigint,
  clusters bigint,
  sum_tt numeric,
  sum_te numeric,
  sum_ee numeric,
  timed bigint,
  editing_seconds numeric,
  char_edits bigint,
  char_length bigint,
  ter_edits bigint,
  ter_reference_words bigint,
  reported_accuracies bigint,
  reported_accuracy numeric,
  reported_qualities bigint,
  reported_quality numeric,
  confidence_gains bigint,
  confidence_gain numeric,
  editing_buckets smallint[]
);

-- A field of the first revisions of one day: as redline.rollup_field has it.
create type redline.owner_field as (
  field text,
  reviews bigint,
  clusters bigint,
  kept bigint,
  extracted bigint,
  sum_kk numeric,
  sum_ke numeric,
  sum_ee numeric
);

-- The workflows of one day: as redline.rollup_workflow has them. Of those that nobody has reviewed,
-- the minute of the day on which they started: whether they are abandoned is for the clock to say.
create type redline.owner_workflow as (
  started bigint,
  reviewed bigint,
  completed bigint,
  regenerated bigint,
  unreviewed_minutes smallint[],
  review_buckets smallint[],
  completion_buckets smallint[]
);

-- The interactions of one day: as redline.rollup_activity has them, and numbers of their threads,
-- each once.
create type redline.owner_activity as (
  interactions bigint,
  threadless bigint,
  tool_calls bigint,
  failed_calls bigint,
  repeats bigint,
  with_tokens bigint,
  tokens_used numeric,
  threads bigint[],
  latency_buckets smallint[]
);

create type redline.owner_tool as (
  tool text,
  calls bigint,
  failures bigint,
  duration_buckets smallint[]
);

-- As redline.rollup_failure has it.
create type redline.owner_failure as (
  tool text,
  digest bytea,
  failures bigint,
  earliest text
);

create table redline.rollup_owner_day (
  owner text not null,
  kind text not null,
  day date not null,
  -- A day of which nothing is put together is one that is worth it.
  is_settled boolean not null default false,
  changed_at timestamptz not null default clock_timestamp(),
  -- The earliest of the records that were put together: by it the row is out of date.
  kept_from timestamptz,
  reviews redline.owner_review[],
  fields redline.owner_field[],
  workflows redline.owner_workflow[],
  activity redline.owner_activity[],
  tools redline.owner_tool[],
  failures redline.owner_failure[],
  constraint rollup_owner_day_pkey primary key (owner, kind, day),
  constraint rollup_owner_day_kind_is_known check (kind in ('export', 'interaction')),
  constraint settled_day_is_kept_from_somewhen check (is_settled = (kept_from is not null))
);
create index rollup_owner_day_open on redline.rollup_owner_day (changed_at) where not is_settled;

comment on table redline.rollup_owner_day is
  'Days of owners with many records, put together for the reports of one owner.';

-- How many records there were of a day when owners with many of them were last looked for.
create table redline.rollup_owner_look (
  kind text not null,
  day date not null,
  items bigint not null,
  looked_at timestamptz not null default clock_timestamp(),
  constraint rollup_owner_look_pkey primary key (kind, day)
);

-- What the records of an owner have of each day, whole days being asked for. A report counts days
-- with these that are not settled, and settling one asks them for it alone.

create function redline.recorded_reviews(of_owner text, starts timestamptz, ends timestamptz)
  returns table (day date, review redline.owner_review)
  language sql stable
begin atomic
  select
    day,
    row(
      is_first_revision,
      count(*),
      count(*) filter (where is_first_known),
      count(*) filter (where is_reviewed),
      count(*) filter (where is_reviewed and m + d + a = 0),
      coalesce(sum(e) filter (where is_reviewed), 0),
      sum(m),
      sum(d),
      sum(a),
      count(*) filter (where is_reviewed and e > 0),
      sum((m + d) * (m + d)),
      sum((m + d) * e),
      coalesce(sum(e * e) filter (where is_reviewed), 0),
      count(editing_seconds),
      coalesce(sum(editing_seconds::numeric), 0),
      sum(char_edits),
      sum(char_length),
      coalesce(sum(ter_edits), 0),
      coalesce(sum(ter_reference_words), 0),
      count(reported_accuracy) filter (where is_reviewed),
      coalesce(sum(reported_accuracy::numeric) filter (where is_reviewed), 0),
      count(reported_quality) filter (where is_reviewed),
      coalesce(sum(reported_quality::numeric) filter (where is_reviewed), 0),
      count(confidence_gain) filter (where is_reviewed),
      coalesce(sum(confidence_gain::numeric) filter (where is_reviewed), 0),
      coalesce(
        array_agg(redline.log_bucket(editing_seconds) order by editing_seconds)
          filter (where editing_seconds is not null),
        '{}'
      )
    )::redline.owner_review
  from (
    select
      (workflow_started_at at time zone 'UTC')::date as day,
      revision = 1 as is_first_revision,
      is_first_known,
      is_reviewed,
      extracted::bigint as e,
      modified::bigint as m,
      deleted::bigint as d,
      added::bigint as a,
      editing_seconds,
      char_edits,
      char_length,
      ter_edits,
      ter_reference_words,
      reported_accuracy,
      reported_quality,
      final_confidence - initial_confidence as confidence_gain
    from redline.revision_as_of(null)
    where owner = recorded_reviews.of_owner
      and workflow_started_at >= recorded_reviews.starts
      and workflow_started_at < recorded_reviews.ends
  ) revision
  group by day, is_first_revision;
end;

create function redline.recorded_fields(of_owner text, starts timestamptz, ends timestamptz)
  returns table (day date, field redline.owner_field)
  language sql stable
begin atomic
  select
    day,
    row(
      field, count(*), count(*) filter (where e > 0), sum(k), sum(e), sum(k * k), sum(k * e),
      sum(e * e)
    )::redline.owner_field
  from (
    select
      (workflow_started_at at time zone 'UTC')::date as day,
      field,
      extracted::bigint - modified - deleted as k,
      extracted::bigint as e
    from redline.review_field_as_of(null)
    where owner = recorded_fields.of_owner
      and workflow_started_at >= recorded_fields.starts
      and workflow_started_at < recorded_fields.ends
  ) review_field
  group by day, field;
end;

create function redline.recorded_workflows(of_owner text, starts timestamptz, ends timestamptz)
  returns table (day date, workflow redline.owner_workflow)
  language sql stable
begin atomic
  select
    day,
    row(
      count(*),
      count(reviewed_at),
      count(completed_at),
      count(*) filter (where revision > 1),
      coalesce(array_agg(minute order by minute) filter (where reviewed_at is null), '{}'),
      coalesce(
        array_agg(review_bucket order by review_bucket) filter (where review_bucket is not null),
        '{}'
      ),
      coalesce(
        array_agg(completion_bucket order by completion_bucket)
          filter (where completion_bucket is not null),
        '{}'
      )
    )::redline.owner_workflow
  from (
    select
      (workflow_started_at at time zone 'UTC')::date as day,
      revision, reviewed_at, completed_at,
      (extract(hour from workflow_started_at at time zone 'UTC') * 60
        + extract(minute from workflow_started_at at time zone 'UTC'))::smallint as minute,
      redline.log_bucket(
        extract(epoch from reviewed_at - workflow_started_at)::double precision
      ) as review_bucket,
      redline.log_bucket(
        extract(epoch from completed_at - workflow_started_at)::double precision
      ) as completion_bucket
    from redline.workflow_as_of(null)
    where owner = recorded_workflows.of_owner
      and workflow_started_at >= recorded_workflows.starts
      and workflow_started_at < recorded_workflows.ends
  ) progress
  group by day;
end;

create function redline.recorded_activity(of_owner text, starts timestamptz, ends timestamptz)
  returns table (day date, activity redline.owner_activity)
  language sql stable
begin atomic
  select
    day,
    row(
      count(*),
      count(*) filter (where thread is null),
      sum(call_count),
      sum(failed_call_count),
      count(*) filter (where repeats_previous),
      count(tokens_used),
      coalesce(sum(tokens_used), 0),
      coalesce(array_agg(distinct thread) filter (where thread is not null), '{}'),
      coalesce(
        array_agg(redline.log_bucket(latency_ms) order by latency_ms)
          filter (where latency_ms is not null),
        '{}'
      )
    )::redline.owner_activity
  from (
    select
      (occurred_at at time zone 'UTC')::date as day,
      -- Of one owner alone: so many that two of them have the same number there are not.
      hashtextextended(thread_id, 0) as thread,
      call_count, failed_call_count, repeats_previous, tokens_used, latency_ms
    from redline.interaction_as_of(null)
    where owner = recorded_activity.of_owner
      and occurred_at >= recorded_activity.starts
      and occurred_at < recorded_activity.ends
  ) interaction
  group by day;
end;

create function redline.recorded_tools(of_owner text, starts timestamptz, ends timestamptz)
  returns table (day date, tool redline.owner_tool)
  language sql stable
begin atomic
  select
    day,
    row(
      tool,
      count(*),
      count(*) filter (where failed),
      coalesce(
        array_agg(redline.log_bucket(duration_ms) order by duration_ms)
          filter (where duration_ms is not null),
        '{}'
      )
    )::redline.owner_tool
  from (
    select (occurred_at at time zone 'UTC')::date as day, tool, failed, duration_ms
    from redline.tool_call_as_of(null)
    where owner = recorded_tools.of_owner
      and occurred_at >= recorded_tools.starts
      and occurred_at < recorded_tools.ends
  ) call
  group by day, tool;
end;

create function redline.recorded_failures(of_owner text, starts timestamptz, ends timestamptz)
  returns table (day date, failure redline.owner_failure)
  language sql stable
begin atomic
  select day, row(tool, digest, count(*), min(place collate "C"))::redline.owner_failure
  from (
    select
      (occurred_at at time zone 'UTC')::date as day, tool,
      redline.signature_digest(signature) as digest,
      redline.call_place(occurred_at, ordinal, owner, interaction_id) as place
    from redline.tool_call_as_of(null)
    where owner = recorded_failures.of_owner
      and occurred_at >= recorded_failures.starts
      and occurred_at < recorded_failures.ends
      and failed and signature is not null
  ) call
  group by day, tool, digest;
end;

-- What the records have of one day of an owner, as redline.rollup_owner_day keeps it; of a day that
-- is not to be kept, nothing.
create function redline.recorded_owner_day(of_owner text, of_kind text, of_day date)
  returns setof redline.rollup_owner_day
  language plpgsql stable
  set search_path = pg_catalog
  set plan_cache_mode = force_generic_plan
as $$
declare
  starts timestamptz := redline.start_of(of_day);
  ends timestamptz := redline.start_of(of_day + 1);
  made redline.rollup_owner_day;
begin
  made.owner := of_owner;
  made.kind := of_kind;
  made.day := of_day;
  made.is_settled := true;
  made.changed_at := clock_timestamp();
  if of_kind = 'export' then
    made.kept_from := (
      select min(stage.kept_from) from redline.export_stage stage
      where stage.owner = of_owner
        and stage.workflow_started_at >= starts and stage.workflow_started_at < ends
    );
  else
    made.kept_from := (
      select least(
        (
          select min(message.recorded_at) from redline.interaction message
          where message.owner = of_owner
            and message.occurred_at >= starts and message.occurred_at < ends
        ),
        (
          select min(call.recorded_at) from redline.tool_call call
          where call.owner = of_owner and call.occurred_at >= starts and call.occurred_at < ends
        )
      )
    );
  end if;
  if made.kept_from is null
    or not redline.is_kept(
      of_owner, made.kept_from, redline.kept_since(of_kind), redline.agreed_since(of_kind)
    )
  then
    return;
  end if;
  if of_kind = 'export' then
    made.reviews := array(
      select found.review from redline.recorded_reviews(of_owner, starts, ends) found
      order by (found.review).is_first_revision
    );
    made.fields := array(
      select found.field from redline.recorded_fields(of_owner, starts, ends) found
      order by (found.field).field collate "C"
    );
    made.workflows := array(
      select found.workflow from redline.recorded_workflows(of_owner, starts, ends) found
    );
  else
    made.activity := array(
      select found.activity from redline.recorded_activity(of_owner, starts, ends) found
    );
    made.tools := array(
      select found.tool from redline.recorded_tools(of_owner, starts, ends) found
      order by (found.tool).tool collate "C"
    );
    made.failures := array(
      select found.failure from redline.recorded_failures(of_owner, starts, ends) found
      order by (found.failure).tool collate "C", (found.failure).digest
    );
  end if;
  return next made;
end $$;

-- Settled days within their owner's time, for whoever may see the owner.
create view redline.kept_owner_exports with (security_barrier = true) as
select owner, day, reviews, fields, workflows
from redline.rollup_owner_day
where kind = 'export' and is_settled
  and redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

create view redline.kept_owner_interactions with (security_barrier = true) as
select owner, day, activity, tools, failures
from redline.rollup_owner_day
where kind = 'interaction' and is_settled
  and redline.is_kept(
    owner, kept_from, (select redline.kept_since('interaction')),
    (select redline.agreed_since('interaction'))
  )
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

-- Whether what is asked with these words of `by` is of one owner, now, and by days and what the
-- rows have besides alone: then settled days can answer.
create function redline.is_of_one_owner(
  by_words text, owner text, as_of text, besides text default ''
) returns boolean
  language sql immutable parallel safe
  return owner <> '' and as_of = '' and not exists (
    select from unnest(string_to_array(by_words, ',')) as word
    where word not in ('', 'day', 'week', 'month') and word <> all (string_to_array(besides, ' '))
  );

-- Whether an owner has settled days of a kind that whoever asks may see. Of an owner without any, a
-- report counts the records as it always did, and gives exact percentiles.
create function redline.has_settled_days(of_owner text, of_kind text) returns boolean
  language plpgsql stable
as $$
begin
  if of_kind = 'export' then
    return exists (select from redline.kept_owner_exports held where held.owner = of_owner);
  end if;
  return exists (select from redline.kept_owner_interactions held where held.owner = of_owner);
end $$;

-- The days of a period that are not settled, where they follow each other put together.
create function redline.days_between(first_day date, end_day date, settled date[])
  returns table (starts timestamptz, ends timestamptz)
  language sql stable parallel safe
begin atomic
  select redline.start_of(run.first_open), redline.start_of(run.end_open)
  from (
    select
      known.day + 1 as first_open,
      lead(known.day, 1, days_between.end_day) over (order by known.day) as end_open
    from (
      select days_between.first_day - 1 as day
      union all
      select unnest(days_between.settled)
    ) known
  ) run
  where run.first_open < run.end_open;
end;

-- The rows of an owner's days in a period: of settled ones what is kept, of the others what the
-- records have. Statements of a function are planned where they are run, those on the records once
-- a session: with all their partitions they take longer to plan than settled days to read.

create function redline.owner_reviews(of_owner text, first_day date, end_day date)
  returns table (day date, review redline.owner_review)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_exports held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select held.day, unnest(held.reviews)
  from redline.kept_owner_exports held
  where held.owner = of_owner and held.day >= first_day and held.day < end_day;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    return query select * from redline.recorded_reviews(of_owner, part.starts, part.ends);
  end loop;
end $$;

create function redline.owner_fields(of_owner text, first_day date, end_day date)
  returns table (day date, field redline.owner_field)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_exports held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select held.day, unnest(held.fields)
  from redline.kept_owner_exports held
  where held.owner = of_owner and held.day >= first_day and held.day < end_day;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    return query select * from redline.recorded_fields(of_owner, part.starts, part.ends);
  end loop;
end $$;

create function redline.owner_workflows(of_owner text, first_day date, end_day date)
  returns table (day date, workflow redline.owner_workflow)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_exports held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select held.day, unnest(held.workflows)
  from redline.kept_owner_exports held
  where held.owner = of_owner and held.day >= first_day and held.day < end_day;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    return query select * from redline.recorded_workflows(of_owner, part.starts, part.ends);
  end loop;
end $$;

create function redline.owner_activity(of_owner text, first_day date, end_day date)
  returns table (day date, activity redline.owner_activity)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_interactions held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select held.day, unnest(held.activity)
  from redline.kept_owner_interactions held
  where held.owner = of_owner and held.day >= first_day and held.day < end_day;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    return query select * from redline.recorded_activity(of_owner, part.starts, part.ends);
  end loop;
end $$;

create function redline.owner_tools(of_owner text, first_day date, end_day date)
  returns table (day date, tool redline.owner_tool)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_interactions held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select held.day, unnest(held.tools)
  from redline.kept_owner_interactions held
  where held.owner = of_owner and held.day >= first_day and held.day < end_day;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    return query select * from redline.recorded_tools(of_owner, part.starts, part.ends);
  end loop;
end $$;

create function redline.owner_failures(of_owner text, first_day date, end_day date)
  returns table (day date, failure redline.owner_failure)
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_interactions held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select held.day, unnest(held.failures)
  from redline.kept_owner_interactions held
  where held.owner = of_owner and held.day >= first_day and held.day < end_day;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    return query select * from redline.recorded_failures(of_owner, part.starts, part.ends);
  end loop;
end $$;

-- Percentiles of values by their buckets, as redline.histogram_percentiles gives them.
create function redline.bucket_percentiles(buckets smallint[], shares double precision[])
  returns double precision[]
  language sql immutable parallel safe
begin atomic
  select case when total > 0 then array(
    select low + (place - floor(place)) * (high - low)
    from unnest(shares) with ordinality as share (share, ordinality)
    cross join lateral (select share * (total - 1) as place) placed
    cross join lateral (
      select
        redline.bucket_value(filled[1 + width_bucket(floor(place), upto)]) as low,
        redline.bucket_value(filled[1 + width_bucket(ceil(place), upto)]) as high
    ) found
    order by ordinality
  ) end
  from (
    select
      array_agg(bucket order by bucket) as filled,
      array_agg(running order by bucket) as upto,
      max(running) as total
    from (
      select bucket, sum(count(*)) over (order by bucket)::double precision as running
      from unnest(buckets) as bucket
      group by bucket
    ) counted
  ) histogram;
end;

-- How many numbers there are in a list, each once.
create function redline.count_distinct(numbers bigint[]) returns bigint
  language sql immutable parallel safe
  return (select count(distinct number) from unnest(numbers) as number);

-- Lets go of what was put together of days of these owners in which workflows came, went or
-- changed; a part of redline.roll_up_workflows.
create function redline.unsettle_owner_exports(
  owners text[], versions redline.rollup_version[]
) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  -- Most steps have none: the versions are many, and wide.
  if not exists (
    select
    from (select distinct unnest(owners) as owner) given
    join redline.rollup_owner_day known on known.owner = given.owner and known.kind = 'export'
  ) then
    return;
  end if;
  perform redline.unsettle_owner_days('export', changed.owners, changed.days)
  from (
    select array_agg(owner) as owners, array_agg(day) as days
    from (select distinct owner, day from unnest(versions)) touched
  ) changed;
end $$;

-- The same for interactions, their calls, and messages that repeat another one now, or no longer
-- do; a part of redline.roll_up.
create function redline.unsettle_owner_interactions(taken redline.rollup_pending[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  if not exists (
    select
    from (
      select distinct unnest(entry.owner) as owner
      from unnest(taken) as entry
      where entry.kind <> 'workflow'
    ) given
    join redline.rollup_owner_day known on known.owner = given.owner and known.kind = 'interaction'
  ) then
    return;
  end if;
  perform redline.unsettle_owner_days('interaction', changed.owners, changed.days)
  from (
    select array_agg(owner) as owners, array_agg(day) as days
    from (
      select distinct given.owner, (given.occurred_at at time zone 'UTC')::date as day
      from unnest(taken) as entry
      cross join lateral unnest(entry.owner, entry.occurred_at) as given (owner, occurred_at)
      where entry.kind <> 'workflow'
    ) touched
  ) changed;
end $$;

create function redline.unsettle_owner_days(of_kind text, owners text[], days date[]) returns void
  language sql
  set search_path = pg_catalog
begin atomic
  update redline.rollup_owner_day known
  set is_settled = false, changed_at = clock_timestamp(), kept_from = null, reviews = null,
    fields = null, workflows = null, activity = null, tools = null, failures = null
  from unnest(unsettle_owner_days.owners, unsettle_owner_days.days) as touched (owner, day)
  where known.owner = touched.owner and known.kind = unsettle_owner_days.of_kind
    and known.day = touched.day
    -- What waits is written again now and then alone, so that it is known to be changing.
    and (known.is_settled or known.changed_at < clock_timestamp() - interval '10 seconds');
end;

-- From how many records of an owner on a day it is worth while to put them together.
create function redline.records_worth_settling() returns integer
  language sql immutable
  return 50;

-- Looks for owners with many records among the days of which more has come since it last did: the
-- latest first, and a day at most every so often.
create function redline.look_for_owner_days(quiet interval, until timestamptz) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  looked record;
  least_records integer := redline.records_worth_settling();
begin
  for looked in
    select total.kind, total.day, total.items
    from (
      select 'export' as kind, day, sum(started)::bigint as items
      from redline.rollup_workflow where dimension = '' group by day
      union all
      select 'interaction', day, sum(interactions)::bigint
      from redline.rollup_activity where dimension = '' group by day
    ) total
    left join redline.rollup_owner_look known using (kind, day)
    where total.items >= least_records
      and total.items is distinct from known.items
      and (known.looked_at is null or known.looked_at <= clock_timestamp() - quiet)
      and total.day >= redline.first_whole_day(total.kind)
    order by total.day desc, total.kind
  loop
    if looked.kind = 'export' then
      insert into redline.rollup_owner_day (owner, kind, day)
      select owner, 'export', looked.day
      from redline.workflow
      where started_at >= redline.start_of(looked.day)
        and started_at < redline.start_of(looked.day + 1)
      group by owner
      having count(*) >= least_records
      on conflict on constraint rollup_owner_day_pkey do nothing;
    else
      insert into redline.rollup_owner_day (owner, kind, day)
      select owner, 'interaction', looked.day
      from redline.interaction
      where occurred_at >= redline.start_of(looked.day)
        and occurred_at < redline.start_of(looked.day + 1)
      group by owner
      having count(*) >= least_records
      on conflict on constraint rollup_owner_day_pkey do nothing;
    end if;
    insert into redline.rollup_owner_look as known (kind, day, items)
    values (looked.kind, looked.day, looked.items)
    on conflict on constraint rollup_owner_look_pkey do update set
      items = excluded.items, looked_at = excluded.looked_at;
    -- One at least, however long what came before took.
    exit when clock_timestamp() > until;
  end loop;
end $$;

-- Puts days of owners together in which nothing has changed for a while, the latest first; a part
-- of join_days. Today is likely to change again, and waits for longer. After a second the rest is
-- left for the next time, unless all of it is wanted at once. What waits to be rolled up may be in
-- it or not: when it is rolled up, the day is let go again.
create function redline.settle_owner_days(quiet interval) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  open redline.rollup_owner_day;
  until timestamptz := case
    when quiet > interval '0' then clock_timestamp() + interval '1 second' else 'infinity'
  end;
begin
  perform redline.unsettle_past_owner_days();
  perform redline.look_for_owner_days(quiet / 2, until);
  for open in
    select * from redline.rollup_owner_day
    where not is_settled and changed_at <= clock_timestamp() - case
        when day < (now() at time zone 'UTC')::date then quiet / 10 else quiet
      end
    order by day desc, owner
  loop
    delete from redline.rollup_owner_day
    where owner = open.owner and kind = open.kind and day = open.day;
    insert into redline.rollup_owner_day
    select * from redline.recorded_owner_day(open.owner, open.kind, open.day);
    exit when clock_timestamp() > until;
  end loop;
end $$;

-- Lets go of what was put together of records of which something is past its time.
create function redline.unsettle_past_owner_days() returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  delete from redline.rollup_owner_day
  where is_settled and not redline.is_kept(
    owner, kept_from,
    case kind when 'export' then (select redline.kept_since('export'))
      else (select redline.kept_since('interaction')) end,
    case kind when 'export' then (select redline.agreed_since('export'))
      else (select redline.agreed_since('interaction')) end
  );
end;

revoke execute on function redline.unsettle_past_owner_days() from public;
grant select on redline.kept_owner_exports, redline.kept_owner_interactions
to redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;

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
  'perform redline.roll_up_pairs(versions);',
  'perform redline.roll_up_pairs(versions);
  perform redline.unsettle_owner_exports(owners, versions);'
);
select pg_temp.reword(
  'redline.roll_up(integer)',
  'perform redline.change_requests(taken);',
  'perform redline.change_requests(taken);
  perform redline.unsettle_owner_interactions(taken);'
);
select pg_temp.reword(
  'redline.forget_in_rollups(text)',
  'perform redline.forget_editor(forgotten);',
  'perform redline.forget_editor(forgotten);
  delete from redline.rollup_owner_day where owner = forgotten;'
);
select pg_temp.reword(
  'redline.rebuild_rollups()',
  'delete from redline.rollup_editor where',
  'delete from redline.rollup_owner_day;
  delete from redline.rollup_owner_look;
  delete from redline.rollup_editor where'
);
select pg_temp.reword(
  'redline.join_days(interval)',
  'perform redline.settle_requests(quiet);',
  'perform redline.settle_requests(quiet);
  perform redline.settle_owner_days(quiet);'
);
select pg_temp.reword(
  'redline.remove_past_rows()',
  'perform redline.unsettle_past_requests();',
  'perform redline.unsettle_past_requests();
  perform redline.unsettle_past_owner_days();'
);
select pg_temp.reword(
  'redline.remove_own_past(text, integer)',
  'perform redline.unsettle_past_requests();',
  'perform redline.unsettle_past_requests();
  perform redline.unsettle_past_owner_days();'
);
drop function pg_temp.reword(regprocedure, text, text);
