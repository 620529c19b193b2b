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
with interaction as (
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
    owner,
    thread_id,
    call_count,
    failed_call_count,
    repeats_previous,
    latency_ms,
    tokens_used
  from redline.interaction_as_of(redline.time_of(:'as_of'::text))
  where occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), total as (
  select
    first_group,
    second_group,
    third_group,
    count(*) as interactions,
    count(distinct owner) as owners,
    count(distinct (owner, thread_id)) filter (where thread_id is not null)
      + count(*) filter (where thread_id is null) as threads,
    sum(call_count) as tool_calls,
    sum(failed_call_count) as failed_calls,
    count(*) filter (where repeats_previous) as repeats,
    percentile_cont(array[0.5, 0.95, 0.99]) within group (order by latency_ms)
      as latency_percentiles,
    sum(tokens_used)::bigint as tokens_used
  from interaction
  group by first_group, second_group, third_group
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
