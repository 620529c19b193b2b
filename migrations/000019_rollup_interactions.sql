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

  perform redline.add_samples((select array_agg(row(sample.*)::redline.rollup_sample) from (select
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
  ) sample));

  perform redline.roll_up_threads(items);
end $$;

-- A dimension of threads as rollup_thread_day.seen has it, and back.
create function redline.seen_word(dimension text, value text) returns text
  language sql immutable parallel safe
  return case when value is null then dimension else dimension || '=' || value end;

create function redline.seen_dimension(word text) returns text
  language sql immutable parallel safe
  return split_part(word, '=', 1);

create function redline.seen_value(word text) returns text
  language sql immutable parallel safe
  return case when strpos(word, '=') > 0 then substr(word, strpos(word, '=') + 1) end;

-- The days of threads: where a day is new, the day after has another day before. Most messages come
-- on a day that their thread is known to have had, and change nothing.
create function redline.roll_up_threads(items redline.rollup_interaction[]) returns void
  language sql
  set search_path = pg_catalog
  -- A few thousand of very many, by their keys, also where the table was empty a moment ago.
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
begin atomic
  with changed as (
    insert into redline.rollup_thread_day as known (owner, thread_id, day, seen)
    select owner, thread_id, day, array_agg(distinct word collate "C")
    from (
      select distinct
        owner, thread_id, (occurred_at at time zone 'UTC')::date as day, model, source
      from unnest(items)
      where thread_id is not null and sign > 0
    ) item
    cross join lateral unnest(array[
      '', redline.seen_word('model', model), redline.seen_word('source', source)
    ]) as word
    group by owner, thread_id, day
    on conflict on constraint rollup_thread_day_pkey do update set
      seen = known.seen || array(
        select word from unnest(excluded.seen) as word where word <> all (known.seen)
      )
      where not known.seen @> excluded.seen
    returning owner, thread_id, day, seen
  ), known as (
    select
      *, bool_or(is_changed) over (partition by owner, thread_id, day) as is_replaced
    from (
      select owner, thread_id, day, seen, true as is_changed from changed
      union all
      -- As they were before.
      select owner, thread_id, day, seen, false
      from (select distinct owner, thread_id from changed) thread
      join redline.rollup_thread_day using (owner, thread_id)
    ) day_of_thread
  ), present as (
    select owner, thread_id, day, seen, sign
    from known
    cross join lateral unnest(case
      when is_changed then array[1] when is_replaced then array[-1] else array[-1, 1]
    end) as sign
  ), link as (
    select
      word, day, sign,
      lag(day) over (partition by sign, owner, thread_id, word order by day) as previous
    from present
    cross join lateral unnest(seen) as word
  )
  insert into redline.rollup_thread as stored (day, dimension, value, previous, threads)
  select day, redline.seen_dimension(word), redline.seen_value(word), previous, sum(sign)
  from link
  group by day, word, previous
  having sum(sign) <> 0
  on conflict on constraint rollup_thread_key do update set
    threads = stored.threads + excluded.threads;
end;

-- Takes the threads of an owner out.
create function redline.forget_threads(forgotten text) returns void
  language sql
  set search_path = pg_catalog
begin atomic
  with gone as (
    delete from redline.rollup_thread_day where owner = forgotten
    returning thread_id, day, seen
  ), link as (
    select word, day, lag(day) over (partition by thread_id, word order by day) as previous
    from gone
    cross join lateral unnest(seen) as word
  )
  insert into redline.rollup_thread as stored (day, dimension, value, previous, threads)
  select day, redline.seen_dimension(word), redline.seen_value(word), previous, -count(*)
  from link
  group by day, word, previous
  on conflict on constraint rollup_thread_key do update set
    threads = stored.threads + excluded.threads;
end;

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

  perform redline.add_samples((select array_agg(row(sample.*)::redline.rollup_sample) from (select
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
  ) sample));

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
