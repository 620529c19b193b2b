-- report: correction_patterns
-- title: What people keep correcting, and how
--
-- Every change that people made to what the AI gave, sorted into classes: a number written
-- otherwise, a letter swapped, a value that was missing. Rows with many corrections by many owners
-- are what to mend first. The examples are the earliest correction of each row; who may not read
-- content sees *** in their place.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'field'        Grouping: one of the words below, or up to three with commas.
-- by: field document_type model extraction_method template format owner day week month
-- column: change_type text        modification, addition or deletion.
-- column: pattern text            Class of the change, such as typo, number_format or missing.
-- column: corrections count       Corrections.
-- column: share ratio             Their part of all corrections in the selection.
-- column: owners count            Distinct owners who made them.
-- column: example_original json   What the AI gave in the earliest of them; nothing where the field
--   was added.
-- column: example_modified json   What the person made of it; nothing where the field was deleted.
-- column: first_seen timestamp    When the first of them was made.
-- column: last_seen timestamp     When the last of them was made.
-- chart: bar x=pattern y=corrections top=20
with correction as (
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), workflow_started_at, document_type, extraction_method, model,
      template, format, owner, field
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), workflow_started_at, document_type, extraction_method, model,
      template, format, owner, field
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), workflow_started_at, document_type, extraction_method, model,
      template, format, owner, field
    ) collate "C" as third_group,
    change_type collate "C" as change_type,
    pattern collate "C" as pattern,
    owner,
    workflow_started_at,
    workflow_id,
    revision,
    ordinal,
    reviewed_at
  from redline.review_correction_as_of(redline.time_of(:'as_of'::text))
  where workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and review_started_at >= redline.start_of(:'from'::date)
    and review_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), placed as (
  select
    *,
    row_number() over (
      partition by first_group, second_group, third_group, change_type, pattern
      order by reviewed_at, workflow_started_at, workflow_id, owner collate "C", revision, ordinal
    ) as place
  from correction
), found as (
  select
    first_group,
    second_group,
    third_group,
    change_type,
    pattern,
    count(*) as corrections,
    sum(count(*)) over () as all_corrections,
    count(distinct owner) as owners,
    min(reviewed_at) as first_seen,
    max(reviewed_at) as last_seen,
    -- The key of the earliest one.
    min(owner) filter (where place = 1) as example_owner,
    min(workflow_started_at) filter (where place = 1) as example_started_at,
    min(workflow_id::text) filter (where place = 1)::uuid as example_workflow_id,
    min(revision) filter (where place = 1) as example_revision,
    min(ordinal) filter (where place = 1) as example_ordinal
  from placed
  group by first_group, second_group, third_group, change_type, pattern
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  change_type,
  pattern,
  corrections,
  redline.ratio(corrections, all_corrections) as share,
  owners,
  case
    when change_type = 'addition' then null
    when example.is_shown then example.original
    else '"***"'::json
  end as example_original,
  case
    when change_type = 'deletion' then null
    when example.is_shown then example.modified
    else '"***"'::json
  end as example_modified,
  first_seen,
  last_seen
from found
-- One look-up by the whole key for each row. The limit keeps the planner from making a join of it,
-- which would read every value there is.
left join lateral (
  select value.original, value.modified, value.is_shown
  from redline.correction_value value
  where value.owner = found.example_owner
    and value.workflow_started_at = found.example_started_at
    and value.workflow_id = found.example_workflow_id
    and value.revision = found.example_revision
    and value.ordinal = found.example_ordinal
    and value.workflow_started_at >= redline.start_of(:'from'::date)
    and value.workflow_started_at < redline.start_of(:'to'::date)
  limit 1
) example on true
order by corrections desc, first_group, second_group, third_group, change_type, pattern;
