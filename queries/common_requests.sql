-- report: common_requests
-- title: What people ask for most
--
-- User messages that ask the same, however they word it: letter case, punctuation, diacritics,
-- plurals, the order of the words, words of courtesy, numbers and ids do not count, nor do letters
-- that changed places within a word. Messages that were recorded by a redline older than this
-- report are left out. Requests show *** to who may not read content.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: top integer = 50         How many rows at most, the most frequent first: 1 to 10000.
-- param: min_size integer = 2     Requests that were made fewer times are left out.
-- column: request text            The most frequent wording, its first 500 characters; of equally
--   frequent ones the shortest.
-- column: interactions count      How many times it was asked.
-- column: owners count            Distinct owners who did.
-- column: failure_rate ratio      Their part in which a tool call failed.
-- column: repeat_rate ratio       Their part in which people repeated their message before.
-- chart: bar x=request y=interactions top=20
with source as materialized (
  -- From the roll-ups, where they answer.
  select
    redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is not null as is_rolled_up
), settled as materialized (
  -- Days that were put together.
  select day
  from redline.settled_request_days(:'from'::date, :'to'::date) as day
  where (select is_rolled_up from source)
), asked as materialized (
  -- From the records: the whole period, where the roll-ups do not answer; else the messages that
  -- they have not put together.
  select found.*
  from source
  cross join lateral redline.asked_of(
    :'from'::date, :'to'::date, :'owner'::text, redline.time_of(:'as_of'::text), is_rolled_up
  ) found
), shown as (
  select least(greatest(:'top'::integer, 1), 10000) as rows
), counted as materialized (
  select
    request_number,
    sum(interactions)::bigint as interactions,
    sum(failures) as failures,
    sum(repeats) as repeats,
    max(last_at) as last_at
  from (
    select request_number, interactions, failures, repeats, last_at
    from redline.rollup_request
    join settled using (day)
    union all
    select request_number, interactions, failures, repeats, last_at from asked
  ) part
  group by request_number
  having sum(interactions) >= :'min_size'::integer
), likely as materialized (
  -- Those that are as frequent as the last row, which the owners decide, are among them.
  select *
  from counted
  where interactions >= coalesce(
    (
      select counted.interactions from counted order by counted.interactions desc
      offset (select rows - 1 from shown) limit 1
    ),
    0
  )
), numbered as (
  select request_number, unnest(owners) as number
  from redline.rollup_request
  join settled using (day)
  where owners is not null and request_number in (select request_number from likely)
  union
  select request_number, owner_number
  from asked
  where owner_number is not null and request_number in (select request_number from likely)
), owned as (
  select request_number, sum(owners)::bigint as owners
  from (
    select request_number, bit_count(bit_or(owners)) as owners
    from (
      select request_number, owner_chunk, owners
      from redline.rollup_request_owner
      join settled using (day)
      where request_number in (select request_number from likely)
      union all
      select request_number, number / 4096, bit_or(redline.owner_bit(number))
      from numbered
      group by request_number, number / 4096
    ) held
    group by request_number, owner_chunk
    union all
    -- Of whom nothing has been rolled up yet, or nothing is read from the roll-ups.
    select request_number, count(*)
    from asked
    where owner_number is null
    group by request_number
  ) part
  group by request_number
), found as materialized (
  select likely.*, owners
  from likely
  join owned using (request_number)
  order by interactions desc, owners desc, last_at desc, request_number
  limit (select rows from shown)
)
select
  wording as request,
  interactions,
  owners,
  redline.ratio(failures, interactions) as failure_rate,
  redline.ratio(repeats, interactions) as repeat_rate
from found
join redline.central_wording(
  :'from'::date, :'to'::date, :'owner'::text, redline.time_of(:'as_of'::text),
  (select is_rolled_up from source), array(select request_number from found)
) using (request_number)
order by interactions desc, owners desc, last_at desc, request_number;
