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
with counted as (
  -- From the records, where the roll-ups do not answer: a row a call.
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
    1::bigint as calls,
    failed::integer::bigint as failures,
    duration_ms,
    signature,
    case when failed then redline.signature_digest(signature) end as digest,
    null::text as place,
    null::smallint as block,
    null::bigint[] as items,
    null::smallint[] as buckets
  from redline.tool_call_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'tool'
    ) is null
    and not (
      redline.is_of_one_owner(:'by'::text, :'owner'::text, :'as_of'::text, 'tool model')
      and redline.has_settled_days(:'owner'::text, 'interaction')
    )
    and occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value, and the histograms of the times.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), tool => value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), tool => value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), tool => value
    ) collate "C",
    calls, failures, null, null, null, null, null, null, null
  from redline.rollup_tool
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'tool'
    )
    and day >= :'from'::date and day < :'to'::date
  union all
  select
    first_group collate "C", second_group collate "C", third_group collate "C",
    0, 0, null, null, null, null, block, items, null
  from redline.histogram_blocks(
    array['duration_ms'],
    redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'tool'
    ),
    :'from'::date, :'to'::date, :'by'::text
  )
  union all
  -- From the settled days of one owner, and the records of the days between.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), tool => tool.tool, model => tool.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), tool => tool.tool, model => tool.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), tool => tool.tool, model => tool.model
    ) collate "C",
    tool.calls, tool.failures, null, null, null, null, null, null, tool.duration_buckets
  from redline.owner_interactions(:'owner'::text, :'from'::date, :'to'::date, 'tools') held
  cross join lateral unnest(held.tools) as tool
  where redline.is_of_one_owner(:'by'::text, :'owner'::text, :'as_of'::text, 'tool model')
    and redline.has_settled_days(:'owner'::text, 'interaction')
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(calls)::bigint as calls,
    sum(failures)::bigint as failures,
    coalesce(
      percentile_cont(array[0.5, 0.95, 0.99]) within group (order by duration_ms),
      redline.histogram_percentiles(
        array_agg(block) filter (where items is not null),
        array_agg(items) filter (where items is not null),
        array[0.5, 0.95, 0.99]
      ),
      redline.bucket_percentiles(redline.array_concat(buckets), array[0.5, 0.95, 0.99])
    ) as duration_percentiles
  from counted
  group by first_group, second_group, third_group
  having sum(calls) > 0
), error as (
  select
    first_group, second_group, third_group, digest, count(*) as failures,
    min(signature collate "C") as signature, null::text as place, null::date as first_day
  from counted
  where digest is not null
  group by first_group, second_group, third_group, digest
  union all
  select
    first_group, second_group, third_group, digest, sum(failures)::bigint, null,
    min(place collate "C"), min(day)
  from (
    select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), tool => tool
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), tool => tool
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), tool => tool
    ) collate "C" as third_group,
      digest, failures, null::text as place, day
    from redline.rollup_failure
    where digest is not null
      and redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'tool'
    ) is not null
    and day >= :'from'::date and day < :'to'::date
    union all
    select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), model => failure.model,
      tool => failure.tool
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), model => failure.model,
      tool => failure.tool
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), model => failure.model,
      tool => failure.tool
    ) collate "C",
      failure.digest, failure.failures, failure.earliest, null
    from redline.owner_interactions(:'owner'::text, :'from'::date, :'to'::date, 'failures') held
    cross join lateral unnest(held.failures) as failure
    where redline.is_of_one_owner(:'by'::text, :'owner'::text, :'as_of'::text, 'tool model')
      and redline.has_settled_days(:'owner'::text, 'interaction')
  ) failure
  group by first_group, second_group, third_group, digest
), top_error as materialized (
  -- Of equally frequent ones the one of the lesser digest.
  select distinct on (first_group, second_group, third_group) *
  from error
  order by first_group, second_group, third_group, failures desc, digest
), example as materialized (
  -- A place is looked up for these alone: the first one of the first day that has one.
  select
    first_group, second_group, third_group, signature,
    coalesce(place, (
      select min(cell.earliest)
      from redline.rollup_failure cell
      where cell.day = top_error.first_day and cell.digest = top_error.digest
        and array[
          redline.group_value(
            split_part(:'by'::text, ',', 1), redline.start_of(cell.day), tool => cell.tool
          ) collate "C",
          redline.group_value(
            split_part(:'by'::text, ',', 2), redline.start_of(cell.day), tool => cell.tool
          ) collate "C",
          redline.group_value(
            split_part(:'by'::text, ',', 3), redline.start_of(cell.day), tool => cell.tool
          ) collate "C"
        ] = array[top_error.first_group, top_error.second_group, top_error.third_group]
    )) as place
  from top_error
)
select
  redline.group_label(
    :'by'::text, total.first_group, total.second_group, total.third_group
  ) as :"by",
  total.calls,
  total.failures,
  redline.ratio(total.failures, total.calls) as failure_rate,
  redline.wilson_low(total.failures, total.calls) as failure_low,
  redline.wilson_high(total.failures, total.calls) as failure_high,
  total.duration_percentiles[1] as duration_ms_p50,
  total.duration_percentiles[2] as duration_ms_p95,
  total.duration_percentiles[3] as duration_ms_p99,
  -- Asked for here and not joined: who wants no errors does not pay for them.
  (
    select coalesce(example.signature, (
      -- The words of it, while the record is there.
      select call.signature
      from redline.kept_tool_call call
      where call.owner = split_part(example.place, '/', 3) collate "default"
        and call.occurred_at = redline.place_time(example.place)
        and call.interaction_id = redline.call_place_id(example.place) collate "default"
        and call.ordinal = split_part(example.place, '/', 2)::integer
      limit 1
    ))
    from example
    where array[example.first_group, example.second_group, example.third_group]
      = array[total.first_group, total.second_group, total.third_group]
  ) as top_error
from total
order by total.first_group, total.second_group, total.third_group;
