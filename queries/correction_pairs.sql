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
with presented as (
  select owner, workflow_started_at, workflow_id, has_modifications, leaf_number, field,
    field_extracted
  from redline.presented_as_of(redline.time_of(:'as_of'::text))
  where workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), modification as (
  select
    modification.field collate "C" as field,
    modification.original_number,
    modification.modified_number,
    modification.leaf_number,
    presented.leaf_number is not null as is_known,
    modification.owner,
    modification.workflow_started_at,
    modification.workflow_id,
    modification.ordinal
  from redline.kept_modification modification
  join presented
    on presented.owner = modification.owner
    and presented.workflow_started_at = modification.workflow_started_at
    and presented.workflow_id = modification.workflow_id
  where modification.revision = 1
    and presented.has_modifications
    and modification.workflow_started_at >= redline.start_of(:'from'::date)
    and modification.workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or modification.owner = :'owner'::text)
), placed as (
  select
    *,
    row_number() over (
      partition by field, original_number, modified_number
      order by workflow_started_at, workflow_id, owner collate "C", ordinal
    ) as place
  from modification
), pair as (
  select
    field,
    original_number,
    modified_number,
    count(*) as corrections,
    -- Only those count that are known to be among what was presented.
    count(leaf_number) filter (where is_known) as known_corrections,
    count(distinct owner) as owners,
    max(leaf_number) as leaf_number,
    -- The key of the earliest one.
    min(workflow_started_at) as example_started_at,
    min(workflow_id::text) filter (where place = 1)::uuid as example_workflow_id,
    min(owner) filter (where place = 1) as example_owner,
    min(ordinal) filter (where place = 1) as example_ordinal
  from placed
  group by field, original_number, modified_number
  having count(*) >= :'min_support'::integer
    and count(distinct owner) >= :'min_owners'::integer
), found as (
  select *
  from pair
  order by
    corrections desc, owners desc, field, example_started_at, original_number, modified_number
  limit least(greatest(:'top'::integer, 1), 10000)
), presented_value as (
  select leaf.leaf_number, count(*) as presented
  from presented
  cross join lateral unnest(presented.leaf_number) as leaf (leaf_number)
  where leaf.leaf_number in (select leaf_number from found)
  group by leaf.leaf_number
), presented_field as (
  select fields.field collate "C" as field, sum(fields.extracted) as presented
  from presented
  cross join lateral unnest(presented.field, presented.field_extracted)
    as fields (field, extracted)
  where presented.leaf_number is not null and fields.field in (select field from found)
  group by fields.field
), outcome as (
  select field, modified_number, count(*) as corrections
  from modification
  where is_known
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
left join presented_value on presented_value.leaf_number = found.leaf_number
left join presented_field on presented_field.field = found.field
left join outcome
  on outcome.field = found.field and outcome.modified_number = found.modified_number
-- One look-up by the whole key for each row. The limit keeps the planner from making a join of it.
left join lateral (
  select content.original, content.modified, content.is_shown
  from redline.correction_value content
  where content.owner = found.example_owner
    and content.workflow_started_at = found.example_started_at
    and content.workflow_id = found.example_workflow_id
    and content.revision = 1
    and content.ordinal = found.example_ordinal
    and content.workflow_started_at >= redline.start_of(:'from'::date)
    and content.workflow_started_at < redline.start_of(:'to'::date)
  limit 1
) value on true
order by
  found.corrections desc, found.owners desc, found.field, found.example_started_at,
  found.original_number, found.modified_number;
