-- report: preferences
-- title: Which templates and formats people choose
--
-- What people asked for when they approved a document, how often that was not the end of it, and
-- how content they were. A workflow is counted once, with what was asked for at first; a rating
-- goes to what was asked for in the revision that it rates.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'template,format'  Grouping: one of the words below, or up to three with commas.
-- by: template format document_type model extraction_method owner day week month
-- column: workflows count         Workflows for which that was asked for at first.
-- column: share ratio             Their part of all workflows of which it is known.
-- column: regenerated_rate ratio  Those of them with a second revision or more / workflows.
-- column: satisfaction score      Mean of satisfaction_rating, from 1 to 5.
with counted as (
  -- From the records, where the roll-ups do not answer: a row a revision.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), workflow_started_at, document_type, extraction_method, model,
      template, format, owner
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), workflow_started_at, document_type, extraction_method, model,
      template, format, owner
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), workflow_started_at, document_type, extraction_method, model,
      template, format, owner
    ) collate "C" as third_group,
    is_first_known::integer::bigint as workflows,
    (is_first_known and is_regenerated)::integer::bigint as regenerated,
    (satisfaction is not null)::integer::bigint as ratings,
    coalesce(satisfaction, 0)::bigint as satisfaction
  from redline.outcome_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model', 'template format'
    ) is null
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
    and (template is not null or format is not null)
  union all
  -- From the roll-ups: a row a day, value, template and format.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), value, value, value, template, format
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), value, value, value, template, format
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), value, value, value, template, format
    ) collate "C",
    workflows, regenerated, ratings, satisfaction
  from redline.rollup_preference
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model', 'template format'
    )
    and day >= :'from'::date and day < :'to'::date
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(workflows)::bigint as workflows,
    sum(regenerated)::bigint as regenerated,
    sum(satisfaction)::bigint as satisfaction,
    sum(ratings)::bigint as ratings
  from counted
  group by first_group, second_group, third_group
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  workflows,
  redline.ratio(workflows, sum(workflows) over ()) as share,
  redline.ratio(regenerated, workflows) as regenerated_rate,
  redline.ratio(satisfaction, ratings) as satisfaction
from total
where workflows > 0 or ratings > 0
order by workflows desc, first_group, second_group, third_group;
