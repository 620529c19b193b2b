-- Roll-ups for less: what many records have in common is added up before it is put into groupings,
-- and nothing is looked up that cannot be there.

-- The days of threads, put in: where a day is new, the day after has another day before. Most
-- messages come on a day that their thread is known to have had, and change nothing; of the others,
-- most are the first of their thread.
create or replace function redline.roll_up_threads(items redline.rollup_interaction[]) returns void
  language sql
  set search_path = pg_catalog
  -- A few thousand of very many, by their keys, also where the table was empty a moment ago: the
  -- look-up ends in offset 0, which leaves no other way. What was looked up is hashed.
  set enable_nestloop = off
  set enable_mergejoin = off
  set enable_seqscan = off
  set enable_sort = off
begin atomic
  with item as materialized (
    select
      owner, thread_id, day,
      case when wordings = 1 then array[''] || models || sources else array(
        select distinct word from unnest(array[''] || models || sources) as word
      ) end as seen
    from (
      select
        owner, thread_id, day, count(*) as wordings,
        array_agg(redline.seen_word('model', model)) as models,
        array_agg(redline.seen_word('source', source)) as sources
      from (
        select distinct
          owner, thread_id, (occurred_at at time zone 'UTC')::date as day, model, source
        from unnest(items)
        where thread_id is not null and sign > 0
      ) wording
      group by owner, thread_id, day
    ) worded
  ), known as materialized (
    select before.*
    from (select distinct owner, thread_id from item) thread
    cross join lateral (
      select owner, thread_id, day, seen
      from redline.rollup_thread_day found
      where found.owner = thread.owner and found.thread_id = thread.thread_id
      offset 0
    ) before
  ), changed as materialized (
    select
      item.owner, item.thread_id, item.day, known.seen is not null as is_known,
      case when known.seen is null then item.seen else known.seen || array(
        select word from unnest(item.seen) as word where word <> all (known.seen)
      ) end as seen
    from item
    left join known using (owner, thread_id, day)
    where known.seen is null or not known.seen @> item.seen
  ), added as (
    insert into redline.rollup_thread_day (owner, thread_id, day, seen)
    select owner, thread_id, day, seen from changed where not is_known
  ), replaced as (
    insert into redline.rollup_thread_day as stored (owner, thread_id, day, seen)
    select owner, thread_id, day, seen from changed where is_known
    on conflict on constraint rollup_thread_day_pkey do update set seen = excluded.seen
  ), several as materialized (
    -- Threads of more than one day: the days before are to be looked at.
    select owner, thread_id
    from (
      select owner, thread_id, true as is_changed from changed
      union all
      select owner, thread_id, false from known
    ) days
    group by owner, thread_id
    having count(*) > 1 and bool_or(is_changed)
  ), present as (
    select owner, thread_id, day, seen, 1 as sign
    from changed
    join several using (owner, thread_id)
    union all
    select
      owner, thread_id, day, known.seen,
      unnest(case when changed.seen is null then array[-1, 1] else array[-1] end)
    from known
    join several using (owner, thread_id)
    left join changed using (owner, thread_id, day)
  ), link as (
    select
      word, day,
      lag(day) over (partition by sign, owner, thread_id, word order by day) as previous,
      sign
    from (select owner, thread_id, day, sign, unnest(seen) as word from present) worded
    union all
    select unnest(seen), day, null, threads
    from (
      select changed.day, changed.seen, count(*) as threads
      from changed
      left join several using (owner, thread_id)
      where several.owner is null
      group by changed.day, changed.seen
    ) alone
  )
  insert into redline.rollup_thread as stored (day, dimension, value, previous, threads)
  select day, redline.seen_dimension(word), redline.seen_value(word), previous, sum(sign)
  from link
  group by day, word, previous
  having sum(sign) <> 0
  on conflict on constraint rollup_thread_key do update set
    threads = stored.threads + excluded.threads;
end;

-- Sums of integers, of which there are 32 a row: those of larger ones go by way of numeric.
create or replace function redline.add_samples(samples redline.rollup_sample[]) returns void
  language sql
  set search_path = pg_catalog
begin atomic
  insert into redline.rollup_histogram as known
  select
    measure, day, dimension, value, block,
    coalesce(sum(items) filter (where place = 0), 0),
    coalesce(sum(items) filter (where place = 1), 0),
    coalesce(sum(items) filter (where place = 2), 0),
    coalesce(sum(items) filter (where place = 3), 0),
    coalesce(sum(items) filter (where place = 4), 0),
    coalesce(sum(items) filter (where place = 5), 0),
    coalesce(sum(items) filter (where place = 6), 0),
    coalesce(sum(items) filter (where place = 7), 0),
    coalesce(sum(items) filter (where place = 8), 0),
    coalesce(sum(items) filter (where place = 9), 0),
    coalesce(sum(items) filter (where place = 10), 0),
    coalesce(sum(items) filter (where place = 11), 0),
    coalesce(sum(items) filter (where place = 12), 0),
    coalesce(sum(items) filter (where place = 13), 0),
    coalesce(sum(items) filter (where place = 14), 0),
    coalesce(sum(items) filter (where place = 15), 0),
    coalesce(sum(items) filter (where place = 16), 0),
    coalesce(sum(items) filter (where place = 17), 0),
    coalesce(sum(items) filter (where place = 18), 0),
    coalesce(sum(items) filter (where place = 19), 0),
    coalesce(sum(items) filter (where place = 20), 0),
    coalesce(sum(items) filter (where place = 21), 0),
    coalesce(sum(items) filter (where place = 22), 0),
    coalesce(sum(items) filter (where place = 23), 0),
    coalesce(sum(items) filter (where place = 24), 0),
    coalesce(sum(items) filter (where place = 25), 0),
    coalesce(sum(items) filter (where place = 26), 0),
    coalesce(sum(items) filter (where place = 27), 0),
    coalesce(sum(items) filter (where place = 28), 0),
    coalesce(sum(items) filter (where place = 29), 0),
    coalesce(sum(items) filter (where place = 30), 0),
    coalesce(sum(items) filter (where place = 31), 0)
  from (
    select
      measure, day, dimension, value, bucket >> 5 as block, bucket & 31 as place,
      items::integer as items
    from unnest(samples)
    where items <> 0
    offset 0
  ) sample
  group by measure, day, dimension, value, block
  on conflict on constraint rollup_histogram_key do update set
    c0 = known.c0 + excluded.c0, c1 = known.c1 + excluded.c1, c2 = known.c2 + excluded.c2,
    c3 = known.c3 + excluded.c3, c4 = known.c4 + excluded.c4, c5 = known.c5 + excluded.c5,
    c6 = known.c6 + excluded.c6, c7 = known.c7 + excluded.c7, c8 = known.c8 + excluded.c8,
    c9 = known.c9 + excluded.c9, c10 = known.c10 + excluded.c10, c11 = known.c11 + excluded.c11,
    c12 = known.c12 + excluded.c12, c13 = known.c13 + excluded.c13, c14 = known.c14 + excluded.c14,
    c15 = known.c15 + excluded.c15, c16 = known.c16 + excluded.c16, c17 = known.c17 + excluded.c17,
    c18 = known.c18 + excluded.c18, c19 = known.c19 + excluded.c19, c20 = known.c20 + excluded.c20,
    c21 = known.c21 + excluded.c21, c22 = known.c22 + excluded.c22, c23 = known.c23 + excluded.c23,
    c24 = known.c24 + excluded.c24, c25 = known.c25 + excluded.c25, c26 = known.c26 + excluded.c26,
    c27 = known.c27 + excluded.c27, c28 = known.c28 + excluded.c28, c29 = known.c29 + excluded.c29,
    c30 = known.c30 + excluded.c30, c31 = known.c31 + excluded.c31;
end;

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
  'redline.roll_up_interactions(redline.rollup_interaction[])',
  '    (occurred_at at time zone ''UTC'')::date as day,
    case
      when grouping(model) = 0 then ''model''
      when grouping(source) = 0 then ''source''
      else ''''
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
',
  '    day,
    case
      when grouping(model) = 0 then ''model''
      when grouping(source) = 0 then ''source''
      else ''''
    end,
    coalesce(model, source),
    owner_chunk,
    bit_or(owners),
    sum(interactions),
    coalesce(sum(threadless), 0),
    sum(tool_calls),
    sum(failed_calls),
    coalesce(sum(repeats), 0),
    coalesce(sum(with_tokens), 0),
    coalesce(sum(tokens_used), 0)
  from (
    -- By all at once first: these are far fewer than the interactions.
    select
      (occurred_at at time zone ''UTC'')::date as day,
      model,
      source,
      number / 4096 as owner_chunk,
      coalesce(bit_or(redline.owner_bit(number)) filter (where sign > 0), 0::bit(4096)) as owners,
      sum(sign) as interactions,
      sum(sign) filter (where thread_id is null) as threadless,
      sum(sign * call_count) as tool_calls,
      sum(sign * failed_call_count) as failed_calls,
      sum(sign) filter (where repeats_previous) as repeats,
      sum(sign) filter (where tokens_used is not null) as with_tokens,
      sum(sign * tokens_used) as tokens_used
    from unnest(items)
    join redline.rollup_owner using (owner)
    group by 1, model, source, number / 4096
  ) combined
  group by day, owner_chunk, grouping sets ((), (model), (source))
'
);

select pg_temp.reword(
  'redline.add_corrections_to_days(redline.rollup_correction_item[])',
  '  select
    day,
    case when grouping(document_type) = 0 then ''document_type'' else '''' end,
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
',
  '  select
    day,
    case when grouping(document_type) = 0 then ''document_type'' else '''' end,
    document_type,
    field,
    change_type,
    pattern,
    owner_chunk,
    sum(corrections),
    bit_or(owners),
    min(earliest),
    max(last_seen)
  from (
    -- By the document''s type first: these are far fewer than the corrections.
    select
      day,
      document_type,
      field,
      change_type,
      pattern,
      number / 4096 as owner_chunk,
      count(*) as corrections,
      bit_or(redline.owner_bit(number)) as owners,
      min(place collate "C") as earliest,
      max(seen_at) as last_seen
    from unnest(items) as item
    join redline.rollup_owner using (owner)
    where item.sign > 0
    group by day, document_type, field, change_type, pattern, number / 4096
  ) combined
  group by day, field, change_type, pattern, owner_chunk, grouping sets ((), (document_type))
'
);

-- A review that changed nothing has no corrections.
select pg_temp.reword(
  'redline.changed_corrections(redline.rollup_version[])',
  'where is_reviewed and has_modifications
',
  'where is_reviewed and has_modifications and modified + deleted + added > 0
'
);

drop function pg_temp.reword(regprocedure, text, text);
