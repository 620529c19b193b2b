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
with request as (
  select request_number, owner, has_failed_call, repeats_previous, occurred_at
  from redline.request_as_of(redline.time_of(:'as_of'::text))
  where occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), asked as (
  select
    request_number,
    owner,
    count(*) as interactions,
    count(*) filter (where has_failed_call) as failures,
    count(*) filter (where repeats_previous) as repeats,
    max(occurred_at) as last_at
  from request
  group by request_number, owner
), found as (
  select
    request_number,
    sum(interactions)::bigint as interactions,
    count(*) as owners,
    sum(failures) as failures,
    sum(repeats) as repeats,
    max(last_at) as last_at
  from asked
  group by request_number
  having sum(interactions) >= :'min_size'::integer
  order by interactions desc, owners desc, last_at desc, request_number
  limit least(greatest(:'top'::integer, 1), 10000)
), wording as (
  -- A second look at the messages of the rows that are shown, and at no others.
  select request_number, wording, count(*) as uses
  from redline.request_as_of(redline.time_of(:'as_of'::text))
  where occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
    and request_number in (select request_number from found)
  group by request_number, wording
), central as (
  select distinct on (request_number) request_number, wording
  from wording
  order by request_number, uses desc, length(wording), wording collate "C"
)
select
  wording as request,
  interactions,
  owners,
  redline.ratio(failures, interactions) as failure_rate,
  redline.ratio(repeats, interactions) as repeat_rate
from found
join central using (request_number)
order by interactions desc, owners desc, last_at desc, request_number;
