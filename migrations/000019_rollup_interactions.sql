-- Roll-ups of interactions and of calls of tools.

-- Interactions, put in (sign 1) or taken out (sign -1).
create function redline.roll_up_interactions(items redline.rollup_interaction[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  perform redline.number_owners((select array_agg(distinct owner) from unnest(items)));

  insert into redline.rollup_activity as known
  select
    (occurred_at at time zone 'UTC')::date as day,
    case
      when grouping(model) = 0 then 'model'
      when grouping(source) = 0 then 'source'
      else ''
    end,
    coalesce(model, source),
    number / 4096,
    coalesce(bit_or(redline.owner_bit(number)) filter (where sign > 0), 0::bit(4096)),
    sum(sign),
    coalesce(sum(sign) filter (where thread_id is null), 0),
    sum(sign * call_count),
    sum(sign * failed_call_count),
    coalesce(sum(sign) filter (where repeats_previous), 0),
    coalesce(sum(sign) filter (where tokens_used is not null), 0),
    coalesce(sum(sign * tokens_used), 0)
  from unnest(items)
  join redline.rollup_owner using (owner)
  group by day, number / 4096, grouping sets ((), (model), (source))
  on conflict on constraint rollup_activity_key do update set
    owners = known.owners | excluded.owners,
    interactions = known.interactions + excluded.interactions,
    threadless = known.threadless + excluded.threadless,
    tool_calls = known.tool_calls + excluded.tool_calls,
    failed_calls = known.failed_calls + excluded.failed_calls,
    repeats = known.repeats + excluded.repeats,
    with_tokens = known.with_tokens + excluded.with_tokens,
    tokens_used = known.tokens_used + excluded.tokens_used;

  insert into redline.rollup_histogram as known
  select
    'latency_ms',
    (occurred_at at time zone 'UTC')::date as day,
    case
      when grouping(model) = 0 then 'model'
      when grouping(source) = 0 then 'source'
      else ''
    end,
    coalesce(model, source),
    redline.log_bucket(latency_ms) as bucket,
    sum(sign)
  from unnest(items)
  where latency_ms is not null
  group by day, bucket, grouping sets ((), (model), (source))
  on conflict on constraint rollup_histogram_key do update set
    items = known.items + excluded.items;

  perform redline.roll_up_threads(items);
end $$;

-- The days of threads: where a day is new, or no longer there, the day after has another day
-- before.
create function redline.roll_up_threads(items redline.rollup_interaction[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  with change as (
    select
      owner, thread_id,
      case
        when grouping(model) = 0 then 'model'
        when grouping(source) = 0 then 'source'
        else ''
      end as dimension,
      coalesce(model, source) as value,
      (occurred_at at time zone 'UTC')::date as day,
      sum(sign)::integer as interactions
    from unnest(items)
    where thread_id is not null
    group by owner, thread_id, (occurred_at at time zone 'UTC')::date,
      grouping sets ((), (model), (source))
  ), thread as (
    select distinct owner, thread_id, dimension, value from change
  ), stored as (
    select
      thread.owner, thread.thread_id, thread.dimension, thread.value, known.day,
      known.interactions
    from thread
    join redline.rollup_thread_day known
      on known.owner = thread.owner and known.thread_id = thread.thread_id
      and known.dimension = thread.dimension and known.value is not distinct from thread.value
  ), merged as (
    select
      owner, thread_id, dimension, value, day,
      sum(before)::integer as before, sum(before + change)::integer as after
    from (
      select owner, thread_id, dimension, value, day, interactions as before, 0 as change
      from stored
      union all
      select owner, thread_id, dimension, value, day, 0, interactions from change
    ) both_sides
    group by owner, thread_id, dimension, value, day
  ), kept as (
    insert into redline.rollup_thread_day
      (owner, thread_id, dimension, value, day, interactions)
    select owner, thread_id, dimension, value, day, after from merged
    where after <> before and after > 0
    on conflict on constraint rollup_thread_day_key do update set
      interactions = excluded.interactions
  ), removed as (
    delete from redline.rollup_thread_day known
    using merged
    where merged.after = 0 and merged.before > 0
      and known.owner = merged.owner and known.thread_id = merged.thread_id
      and known.dimension = merged.dimension
      and known.value is not distinct from merged.value and known.day = merged.day
  ), link as (
    select dimension, value, day, -1 as sign,
      lag(day) over (partition by owner, thread_id, dimension, value order by day) as previous
    from merged where before > 0
    union all
    select dimension, value, day, 1,
      lag(day) over (partition by owner, thread_id, dimension, value order by day)
    from merged where after > 0
  )
  insert into redline.rollup_thread as known (day, dimension, value, previous, threads)
  select day, dimension, value, previous, sum(sign)
  from link
  group by day, dimension, value, previous
  having sum(sign) <> 0
  on conflict on constraint rollup_thread_key do update set
    threads = known.threads + excluded.threads;
end $$;

-- Calls of tools, put in (sign 1) or taken out (sign -1).
create function redline.roll_up_calls(items redline.rollup_call[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  insert into redline.rollup_tool as known
  select
    (occurred_at at time zone 'UTC')::date as day,
    case
      when grouping(tool) = 0 then 'tool'
      when grouping(model) = 0 then 'model'
      else ''
    end,
    coalesce(tool, model),
    sum(sign),
    coalesce(sum(sign) filter (where failed), 0)
  from unnest(items)
  group by day, grouping sets ((), (tool), (model))
  on conflict on constraint rollup_tool_key do update set
    calls = known.calls + excluded.calls,
    failures = known.failures + excluded.failures;

  insert into redline.rollup_histogram as known
  select
    'duration_ms',
    (occurred_at at time zone 'UTC')::date as day,
    case
      when grouping(tool) = 0 then 'tool'
      when grouping(model) = 0 then 'model'
      else ''
    end,
    coalesce(tool, model),
    redline.log_bucket(duration_ms) as bucket,
    sum(sign)
  from unnest(items)
  where duration_ms is not null
  group by day, bucket, grouping sets ((), (tool), (model))
  on conflict on constraint rollup_histogram_key do update set
    items = known.items + excluded.items;

  perform redline.add_failures(items);
end $$;

create function redline.signature_digest(signature text) returns bytea
  language sql immutable strict parallel safe
  return substr(sha256(convert_to(signature, 'UTF8')), 1, 16);

create function redline.add_failures(items redline.rollup_call[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  perform redline.number_owners((
    select array_agg(distinct owner) from unnest(items) where failed and sign > 0
  ));
  insert into redline.rollup_failure as known
  select
    (occurred_at at time zone 'UTC')::date as day,
    tool,
    redline.signature_digest(signature) as digest,
    number / 4096 as chunk,
    count(*),
    bit_or(redline.owner_bit(number)),
    min(place collate "C"),
    max(occurred_at)
  from unnest(items) as item
  join redline.rollup_owner using (owner)
  where item.failed and item.sign > 0
  group by day, tool, digest, chunk
  on conflict on constraint rollup_failure_key do update set
    failures = known.failures + excluded.failures,
    owners = known.owners | excluded.owners,
    earliest = least(known.earliest, excluded.earliest),
    last_seen = greatest(known.last_seen, excluded.last_seen);
end $$;
