-- report: tool_health
-- title: Which tools fail, how often and with what
--
-- Every call that the assistant made of a tool, how many of them did not end in success, and how
-- long they took. Look at failure_low before you blame a tool: it is the rate that the calls seen
-- so far prove.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'tool'         Grouping: one of the words below, or up to three with commas.
-- by: tool day week month model owner
-- column: calls count             Calls.
-- column: failures count          Calls whose status is not success.
-- column: failure_rate ratio      failures / calls.
-- column: failure_low ratio       Lower end of its 95 % Wilson score interval.
-- column: failure_high ratio      Upper end of its 95 % Wilson score interval.
-- column: duration_ms_p50 milliseconds  Median time of a call, where it is known.
-- column: duration_ms_p95 milliseconds  95th percentile of the time of a call.
-- column: duration_ms_p99 milliseconds  99th percentile of the time of a call.
-- column: top_error text          The most frequent error text, with placeholders for numbers, ids,
--   quoted texts and addresses.
-- chart: trend y=failure_rate low=failure_low high=failure_high
with call as (
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), occurred_at, model => model, owner => owner, tool => tool
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), occurred_at, model => model, owner => owner, tool => tool
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), occurred_at, model => model, owner => owner, tool => tool
    ) collate "C" as third_group,
    failed,
    signature,
    duration_ms
  from redline.tool_call_as_of(redline.time_of(:'as_of'::text))
  where occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), total as (
  select
    first_group,
    second_group,
    third_group,
    count(*) as calls,
    count(*) filter (where failed) as failures,
    percentile_cont(array[0.5, 0.95, 0.99]) within group (order by duration_ms)
      as duration_percentiles,
    -- Of equally frequent ones it takes the first.
    mode() within group (order by signature collate "C") as top_error
  from call
  group by first_group, second_group, third_group
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  calls,
  failures,
  redline.ratio(failures, calls) as failure_rate,
  redline.wilson_low(failures, calls) as failure_low,
  redline.wilson_high(failures, calls) as failure_high,
  duration_percentiles[1] as duration_ms_p50,
  duration_percentiles[2] as duration_ms_p95,
  duration_percentiles[3] as duration_ms_p99,
  top_error
from total
order by first_group, second_group, third_group;
