-- report: correction_pairs
-- title: Values that people keep correcting into the same other value
--
-- One row a field and a pair of values: what the AI gave, and what several people made of it, each
-- time the same. Confidence says how sure the correction is where the AI gives that value, and lift
-- how many times likelier it is there than in that field at large. Only reviewed first revisions
-- count, because later ones start from data that a person has corrected. Values show *** to who may
-- not read content.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: min_support integer = 3  Pairs with fewer corrections are left out.
-- param: min_owners integer = 2   Pairs that fewer distinct owners made are left out.
-- param: top integer = 100        How many rows at most, the most frequent first: 1 to 10000.
-- column: field text              The field's name, array indexes as *.
-- column: original json           What the AI gave.
-- column: modified json           What people made of it.
-- column: corrections count       Corrections of the one into the other.
-- column: owners count            Distinct owners who made them.
-- column: presented count         How often the AI gave that value in that field; nothing where
--   that was not recorded or the value has more than 200 bytes.
-- column: confidence ratio        corrections / presented.
-- column: lift score              confidence / the share of all values of the field that became
--   that same modified value.
with presented as materialized (
  -- From the records: the whole period, where the roll-ups do not answer; else the reviews that they
  -- have not put together.
  select *
  from redline.presented_of(
    :'from'::date, :'to'::date, :'owner'::text, redline.time_of(:'as_of'::text),
    redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is not null
  )
), modification as materialized (
  select
    change.field collate "C" as field,
    change.original_number,
    change.modified_number,
    change.leaf_number,
    presented.leaf_number is not null as is_known,
    change.owner_number,
    change.counted_number,
    presented.owner,
    presented.workflow_started_at,
    presented.workflow_id,
    change.ordinal
  from presented
  cross join lateral unnest(presented.modifications) as change
), recent as materialized (
  select
    field,
    modified_number,
    original_number,
    max(leaf_number) as leaf_number,
    count(*) as corrections,
    count(leaf_number) filter (where is_known) as known_corrections,
    min(owner_number) as least_owner,
    max(owner_number) as greatest_owner
  from modification
  group by field, modified_number, original_number
), settled as materialized (
  -- From the roll-ups: days that were put together.
  select day, buckets
  from redline.settled_pair_days(:'from'::date, :'to'::date)
  where redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is not null
), past as materialized (
  -- Their days are out of date: the records answer.
  select day
  from redline.past_pair_days(:'from'::date, :'to'::date) as day
), shown as (
  select least(greatest(:'top'::integer, 1), 10000) as rows
), frequent as (
  -- The most frequent ones of all days: as many of them as are shown have so many at least.
  select total.field, total.modified_number, total.original_number, known.corrections
  from (
    select field, modified_number, original_number
    from redline.rollup_pair_total
    where exists (select from settled)
    order by corrections desc
    limit (select rows + rows / 4 + 20 from shown)
  ) total
  cross join lateral (
    select sum(day.corrections) as corrections, min(day.least_owner) as least_owner,
      max(day.greatest_owner) as greatest_owner
    from redline.rollup_pair day
    where day.field = total.field and day.modified_number = total.modified_number
      and day.original_number = total.original_number
      and day.day >= :'from'::date and day.day < :'to'::date
      and day.day <> all (array(select past.day from past)) and exists (select from settled)
  ) known
  where known.least_owner < known.greatest_owner or :'min_owners'::integer < 2
), threshold as (
  -- So many corrections a pair has to have for it to be shown. Where more than two owners are asked
  -- for, what is frequent may not have them.
  select greatest(
    :'min_support'::integer,
    case when :'min_owners'::integer <= 2 then (
      select corrections from frequent order by corrections desc
      offset (select rows - 1 from shown) limit 1
    ) end
  ) as corrections
), candidate as (
  select field, modified_number, original_number
  from redline.rollup_pair_total
  -- With an end to it, so that the planner takes them for the few that they are.
  where corrections between (select corrections from threshold) and 2147483647
    and exists (select from settled)
  union
  select field, modified_number, original_number from recent
), counted as (
  select
    field, modified_number, original_number,
    coalesce(known.corrections, 0) + coalesce(recent.corrections, 0) as corrections,
    coalesce(known.known_corrections, 0) + coalesce(recent.known_corrections, 0)
      as known_corrections,
    greatest(known.leaf_number, recent.leaf_number) as leaf_number,
    known.first_day,
    -- On days of which it has corrections, how often its value was presented is beside them.
    case when known.leaf_number = greatest(known.leaf_number, recent.leaf_number)
      and known.leaf_number = known.other_leaf_number then known.presented else 0 end as presented,
    case when known.leaf_number = greatest(known.leaf_number, recent.leaf_number)
      and known.leaf_number = known.other_leaf_number then known.days else '{}' end as days
  from candidate
  left join recent using (field, modified_number, original_number)
  cross join lateral (
    select
      sum(day.corrections) as corrections, sum(day.known_corrections) as known_corrections,
      max(day.leaf_number) as leaf_number, min(day.leaf_number) as other_leaf_number,
      sum(day.presented) filter (where day.leaf_number is not null) as presented,
      array_agg(day.day) filter (where day.leaf_number is not null) as days,
      min(day.day) as first_day, min(day.least_owner) as least_owner,
      max(day.greatest_owner) as greatest_owner
    from redline.rollup_pair day
    where day.field = candidate.field and day.modified_number = candidate.modified_number
      and day.original_number = candidate.original_number
      and day.day >= :'from'::date and day.day < :'to'::date
      and day.day <> all (array(select past.day from past)) and exists (select from settled)
  ) known
  where coalesce(known.corrections, 0) + coalesce(recent.corrections, 0)
      >= :'min_support'::integer
    and (
      :'min_owners'::integer < 2
      or least(known.least_owner, recent.least_owner)
        < greatest(known.greatest_owner, recent.greatest_owner)
    )
), likely as materialized (
  -- Those that are as frequent as the last row, which the owners decide, are among them.
  select *
  from counted
  where :'min_owners'::integer > 2
    or corrections >= coalesce(
      (
        select counted.corrections from counted order by counted.corrections desc
        offset (select rows - 1 from shown) limit 1
      ),
      0
    )
), newly_owned as (
  select
    field, modified_number, original_number,
    array_agg(distinct counted_number) filter (where counted_number is not null) as owners,
    -- Of whom nothing has been rolled up yet.
    count(distinct modification.owner) filter (where counted_number is null) as others
  from likely
  join modification using (field, modified_number, original_number)
  group by field, modified_number, original_number
), owned as (
  select
    likely.field, likely.modified_number, likely.original_number,
    coalesce(counted.owners, 0) + coalesce(newly_owned.others, 0) as owners
  from likely
  left join newly_owned using (field, modified_number, original_number)
  cross join lateral (
    select
      sum(
        coalesce(bit_count(many.owners), 0) + (
          select count(*)
          from unnest(few.numbers) as number
          where many.owners is null or get_bit(many.owners, number % 4096) = 0
        )
      )::bigint as owners
    from (
      select day.owner_chunk, bit_or(day.owners) as owners
      from redline.rollup_pair_owner day
      where day.field = likely.field and day.modified_number = likely.modified_number
        and day.original_number = likely.original_number
        and day.day >= :'from'::date and day.day < :'to'::date
        and day.day <> all (array(select past.day from past)) and exists (select from settled)
      group by day.owner_chunk
    ) many
    full join (
      select number / 4096 as owner_chunk, array_agg(distinct number) as numbers
      from (
        select unnest(day.owners) as number
        from redline.rollup_pair day
        where day.field = likely.field and day.modified_number = likely.modified_number
          and day.original_number = likely.original_number
          and day.day >= :'from'::date and day.day < :'to'::date
          and day.day <> all (array(select past.day from past)) and exists (select from settled)
        union all
        select unnest(newly_owned.owners)
      ) known
      group by number / 4096
    ) few using (owner_chunk)
  ) counted
  where coalesce(counted.owners, 0) + coalesce(newly_owned.others, 0) >= :'min_owners'::integer
), example as (
  select distinct on (field, modified_number, original_number)
    field, modified_number, original_number, started_at, workflow_id, owner, ordinal
  from (
    -- Days follow each other: the first of them has the earliest.
    select
      likely.field, likely.modified_number, likely.original_number,
      first_day.workflow_started_at as started_at, first_day.workflow_id, first_day.owner,
      first_day.ordinal
    from likely
    -- A look-up for each, by the whole key: offset keeps the planner from any other way.
    cross join lateral (
      select *
      from redline.kept_pair_example day
      where day.field = likely.field and day.modified_number = likely.modified_number
        and day.original_number = likely.original_number and day.day = likely.first_day
      offset 0
    ) first_day
    union all
    select
      field, modified_number, original_number, workflow_started_at, workflow_id, owner, ordinal
    from likely
    join modification using (field, modified_number, original_number)
  ) known
  order by
    field, modified_number, original_number, started_at, workflow_id, owner collate "C", ordinal
), found as materialized (
  select likely.*, owners, started_at, workflow_id, owner, ordinal
  from likely
  join owned using (field, modified_number, original_number)
  join example using (field, modified_number, original_number)
  order by corrections desc, owners desc, field, started_at, original_number, modified_number
  limit (select rows from shown)
), presented_value as materialized (
  select field, modified_number, original_number, sum(presented)::bigint as presented
  from (
    select field, modified_number, original_number, presented from found
    union all
    select
      field, modified_number, original_number,
      redline.times_in(asked.leaf_number, held.leaf_number)
    from (
      select field, modified_number, original_number, leaf_number, settled.day, settled.buckets
      from found
      cross join settled
      where leaf_number is not null and settled.day <> all (days)
    ) asked
    join redline.rollup_presented held
      on held.day = asked.day
      and held.bucket = redline.presented_bucket(asked.leaf_number, asked.buckets)
    union all
    select field, modified_number, original_number, known.presented
    from found
    join (
      select leaf.leaf_number, count(*) as presented
      from presented
      cross join lateral unnest(presented.leaf_number) as leaf (leaf_number)
      where leaf.leaf_number in (select leaf_number from found)
      group by leaf.leaf_number
    ) known using (leaf_number)
  ) part
  group by field, modified_number, original_number
  having sum(presented) > 0
), presented_field as materialized (
  select field, sum(presented)::bigint as presented
  from (
    select held.field, held.presented
    from settled
    join redline.rollup_presented_field held using (day)
    where held.field in (select field from found)
    union all
    select fields.field collate "C", fields.extracted
    from presented
    cross join lateral unnest(presented.field, presented.field_extracted)
      as fields (field, extracted)
    where presented.leaf_number is not null and fields.field in (select field from found)
  ) part
  group by field
), outcome as materialized (
  select field, modified_number, sum(corrections)::bigint as corrections
  from (
    select asked.field, asked.modified_number, known.corrections
    from (select distinct field, modified_number from found) asked
    cross join lateral (
      select sum(day.presented_corrections) as corrections
      from redline.rollup_pair day
      where day.field = asked.field and day.modified_number = asked.modified_number
        and day.day >= :'from'::date and day.day < :'to'::date
      and day.day <> all (array(select past.day from past)) and exists (select from settled)
    ) known
    union all
    select field, modified_number, count(*)
    from modification
    where is_known
    group by field, modified_number
  ) part
  group by field, modified_number
)
select
  found.field,
  case when value.is_shown then value.original else '"***"'::json end as original,
  case when value.is_shown then value.modified else '"***"'::json end as modified,
  found.corrections,
  found.owners,
  presented_value.presented,
  redline.ratio(found.known_corrections, presented_value.presented) as confidence,
  redline.ratio(found.known_corrections, presented_value.presented)
    / nullif(redline.ratio(outcome.corrections, presented_field.presented), 0) as lift
from found
left join presented_value using (field, modified_number, original_number)
left join presented_field on presented_field.field = found.field
left join outcome
  on outcome.field = found.field and outcome.modified_number = found.modified_number
-- One look-up by the whole key for each row. The limit keeps the planner from making a join of it.
left join lateral (
  select content.original, content.modified, content.is_shown
  from redline.correction_value content
  where content.owner = found.owner
    and content.workflow_started_at = found.started_at
    and content.workflow_id = found.workflow_id
    and content.revision = 1
    and content.ordinal = found.ordinal
    and content.workflow_started_at >= redline.start_of(:'from'::date)
    and content.workflow_started_at < redline.start_of(:'to'::date)
  limit 1
) value on true
order by
  found.corrections desc, found.owners desc, found.field, found.started_at,
  found.original_number, found.modified_number;
