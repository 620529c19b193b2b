-- report: activity
-- title: How much people talk with the assistant, and how it answers
--
-- Interactions, who had them, how long conversations are, how often tools were called and failed,
-- and how long answers took. A rising repeat_rate means that people have to ask twice: a message
-- repeats when it is at least 0.8 similar to the one before it in its thread.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'day'          Grouping: one of the words below, or up to three with commas.
-- by: day week month model owner source
-- column: interactions count      A user's message with the assistant's answer.
-- column: owners count            Distinct owners.
-- column: threads count           Distinct threads; an interaction without one counts as one.
-- column: turns_per_thread score  interactions / threads.
-- column: tool_calls count        Calls of tools.
-- column: failed_calls count      Of those, the ones whose status is not success.
-- column: repeat_rate ratio       Messages that repeat the one before / messages.
-- column: latency_ms_p50 milliseconds  Median time to the answer, where it is known.
-- column: latency_ms_p95 milliseconds  95th percentile of the time to the answer.
-- column: latency_ms_p99 milliseconds  99th percentile of the time to the answer.
-- column: tokens_used count       Tokens, where they are known.
-- chart: trend y=interactions
with counted as (
  -- From the records, where the roll-ups do not answer: a row an interaction.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), occurred_at, model => model, owner => owner,
      source => source
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), occurred_at, model => model, owner => owner,
      source => source
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), occurred_at, model => model, owner => owner,
      source => source
    ) collate "C" as third_group,
    1::bigint as interactions,
    owner,
    case when thread_id is not null then row(owner, thread_id)::text end as thread,
    (thread_id is null)::integer::bigint as threads,
    call_count::bigint as tool_calls,
    failed_call_count::bigint as failed_calls,
    repeats_previous::integer::bigint as repeats,
    (tokens_used is not null)::integer::bigint as with_tokens,
    coalesce(tokens_used, 0) as tokens_used,
    latency_ms,
    null::integer as owner_chunk,
    null::bit(4096) as owners,
    null::smallint as block,
    null::bigint[] as items,
    null::bigint[] as thread_numbers,
    null::smallint[] as buckets
  from redline.interaction_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'model source'
    ) is null
    and not (
      redline.is_of_one_owner(:'by'::text, :'owner'::text, :'as_of'::text, 'model')
      and redline.has_settled_days(:'owner'::text, 'interaction')
    )
    and occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day, value and chunk of owners, the threads, the latencies.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), model => value, source => value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), model => value, source => value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), model => value, source => value
    ) collate "C",
    interactions, null, null, threadless, tool_calls, failed_calls, repeats, with_tokens,
    tokens_used, null, owner_chunk, owners, null, null, null, null
  from redline.rollup_activity
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'model source'
    )
    and day >= :'from'::date and day < :'to'::date
  union all
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), model => value, source => value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), model => value, source => value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), model => value, source => value
    ) collate "C",
    0, null, null, threads, 0, 0, 0, 0, 0, null, null, null, null, null, null, null
  from redline.rollup_thread
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'model source'
    )
    and day >= :'from'::date and day < :'to'::date
    and (
      previous is null
      or previous < redline.group_start(:'by'::text, day, :'from'::date)
    )
  union all
  select
    first_group collate "C", second_group collate "C", third_group collate "C",
    0, null, null, 0, 0, 0, 0, 0, 0, null, null, null, block, items, null, null
  from redline.histogram_blocks(
    array['latency_ms'],
    redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'model source'
    ),
    :'from'::date, :'to'::date, :'by'::text
  )
  union all
  -- From the settled days of one owner, and the records of the days between.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), model => activity.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), model => activity.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), model => activity.model
    ) collate "C",
    activity.interactions, :'owner'::text, null, activity.threadless, activity.tool_calls,
    activity.failed_calls, activity.repeats, activity.with_tokens, activity.tokens_used,
    null, null, null, null, null, activity.threads, activity.latency_buckets
  from redline.owner_interactions(:'owner'::text, :'from'::date, :'to'::date, 'activity') held
  cross join lateral unnest(held.activity) as activity
  where redline.is_of_one_owner(:'by'::text, :'owner'::text, :'as_of'::text, 'model')
    and redline.has_settled_days(:'owner'::text, 'interaction')
), chunk as (
  select
    first_group,
    second_group,
    third_group,
    sum(interactions) as interactions,
    coalesce(bit_count(bit_or(owners)), count(distinct owner)) as owners,
    sum(threads) + count(distinct thread)
      + redline.count_distinct(redline.array_concat(thread_numbers)) as threads,
    sum(tool_calls) as tool_calls,
    sum(failed_calls) as failed_calls,
    sum(repeats) as repeats,
    sum(with_tokens) as with_tokens,
    sum(tokens_used) as tokens_used,
    coalesce(
      percentile_cont(array[0.5, 0.95, 0.99]) within group (order by latency_ms),
      redline.histogram_percentiles(
        array_agg(block) filter (where items is not null),
        array_agg(items) filter (where items is not null),
        array[0.5, 0.95, 0.99]
      ),
      redline.bucket_percentiles(redline.array_concat(buckets), array[0.5, 0.95, 0.99])
    ) as latency_percentiles
  from counted
  group by first_group, second_group, third_group, owner_chunk
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(interactions)::bigint as interactions,
    sum(owners)::bigint as owners,
    sum(threads)::bigint as threads,
    sum(tool_calls)::bigint as tool_calls,
    sum(failed_calls)::bigint as failed_calls,
    sum(repeats)::bigint as repeats,
    case when sum(with_tokens) > 0 then sum(tokens_used)::bigint end as tokens_used,
    -- Of the one part that has them.
    max(latency_percentiles) as latency_percentiles
  from chunk
  group by first_group, second_group, third_group
  having sum(interactions) > 0
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  interactions,
  owners,
  threads,
  redline.ratio(interactions, threads) as turns_per_thread,
  tool_calls,
  failed_calls,
  redline.ratio(repeats, interactions) as repeat_rate,
  latency_percentiles[1] as latency_ms_p50,
  latency_percentiles[2] as latency_ms_p95,
  latency_percentiles[3] as latency_ms_p99,
  tokens_used
from total
order by first_group, second_group, third_group;
