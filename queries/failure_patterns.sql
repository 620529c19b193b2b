-- report: failure_patterns
-- title: How tools fail, by what they say
--
-- Failed calls by the error's text, in which placeholders stand for numbers, ids, quoted texts and
-- addresses, so that the same failure is counted as the same. Calls that failed without a text make
-- a row of their own. Signatures and examples show *** to who may not read content.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'tool'         Grouping: one of the words below, or up to three with commas.
-- param: top integer = 100        How many rows at most, the most frequent first: 1 to 10000.
-- by: tool day week month model owner
-- column: signature text          The error's text with placeholders; nothing where there was none.
-- column: failures count          Calls that failed so.
-- column: owners count            Distinct owners in whose conversations they did.
-- column: first_seen timestamp    When the first of them was.
-- column: last_seen timestamp     When the last of them was.
-- column: example text            The text of the latest of them as it came, its first 1,000
--   characters.
-- chart: bar x=signature y=failures top=20
with failure as (
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
    signature,
    signature_number,
    owner,
    occurred_at,
    interaction_id,
    ordinal
  from redline.failure_as_of(redline.time_of(:'as_of'::text))
  where occurred_at >= redline.start_of(:'from'::date)
    and occurred_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), placed as (
  select
    *,
    row_number() over (
      partition by first_group, second_group, third_group, signature_number
      order by occurred_at desc, interaction_id collate "C" desc, owner collate "C", ordinal desc
    ) as place
  from failure
), found as (
  select
    first_group,
    second_group,
    third_group,
    signature_number,
    min(signature collate "C") as signature,
    count(*) as failures,
    count(distinct owner) as owners,
    min(occurred_at) as first_seen,
    max(occurred_at) as last_seen,
    -- The key of the latest one.
    min(owner) filter (where place = 1) as example_owner,
    min(interaction_id) filter (where place = 1) as example_interaction_id,
    min(ordinal) filter (where place = 1) as example_ordinal
  from placed
  group by first_group, second_group, third_group, signature_number
  order by
    failures desc, first_group, second_group, third_group, last_seen desc, signature,
    signature_number
  limit least(greatest(:'top'::integer, 1), 10000)
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  signature,
  failures,
  owners,
  first_seen,
  last_seen,
  case
    when signature is null then null
    when example.is_shown then left(example.error, 1000)
    else '***'
  end as example
from found
-- One look-up by the whole key for each row. The limit keeps the planner from making a join of it.
left join lateral (
  select
    content.is_shown,
    content.tool_calls -> (found.example_ordinal - 1) ->> 'error' as error
  from redline.interaction_tool_calls content
  where content.owner = found.example_owner
    and content.occurred_at = found.last_seen
    and content.interaction_id = found.example_interaction_id
    and content.occurred_at >= redline.start_of(:'from'::date)
    and content.occurred_at < redline.start_of(:'to'::date)
  limit 1
) example on true
order by
  failures desc, first_group, second_group, third_group, last_seen desc, signature,
  signature_number;
