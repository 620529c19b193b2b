-- report: field_accuracy
-- title: How accurate each field is
--
-- Which fields the AI gets right, judged by what people kept of them. Only first revisions count:
-- later ones start from data that a person has already corrected. A field name is the place in the
-- document with * for the position in a list (/line_items/*/price). A low precision says that what
-- the AI gives is wrong, a low recall that it leaves things out.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'field'        Grouping: one of the words below, or up to three with commas.
-- by: field document_type model extraction_method template format owner day week month
-- column: extracted count         Fields that the AI gave.
-- column: kept count              Fields that people left as they were.
-- column: modified count          Fields whose value was changed.
-- column: deleted count           Fields that the AI should not have given.
-- column: added count             Fields that the AI had missed.
-- column: accuracy ratio          kept / extracted.
-- column: accuracy_low ratio      Lower end of its 95 % interval; fields of one review are taken
--   together, because they are not independent of each other.
-- column: accuracy_high ratio     Upper end of that interval.
-- column: precision ratio         kept / (kept + modified + deleted); the same as accuracy.
-- column: recall ratio            kept / (kept + modified + added).
-- column: f1 ratio                Harmonic mean of precision and recall:
--   2 kept / (2 kept + 2 modified + deleted + added).
-- chart: trend y=accuracy low=accuracy_low high=accuracy_high
with counted as (
  -- From the records, where the roll-ups do not answer. One row a review and field name where the
  -- report is by field, else one row a review: either way one row a review and group, and the review
  -- is the cluster.
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
    1::bigint as reviews,
    extracted::bigint as extracted,
    modified::bigint as modified,
    deleted::bigint as deleted,
    added::bigint as added,
    (extracted > 0)::integer::bigint as clusters,
    (extracted - modified - deleted)::numeric * (extracted - modified - deleted) as sum_kk,
    (extracted - modified - deleted)::numeric * extracted as sum_ke,
    extracted::numeric * extracted as sum_ee
  from (
    select
      workflow_started_at, document_type, extraction_method, model, template, format, owner, field,
      extracted, modified, deleted, added
    from redline.review_field_as_of(redline.time_of(:'as_of'::text))
    where 'field' = any (string_to_array(:'by'::text, ','))
    union all
    select
      workflow_started_at, document_type, extraction_method, model, template, format, owner, null,
      extracted, modified, deleted, added
    from redline.review_as_of(redline.time_of(:'as_of'::text))
    where revision = 1 and not 'field' = any (string_to_array(:'by'::text, ','))
  ) reviewed
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format', 'field'
    ) is null
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day, value and field name, or a row a day and value.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), value, value, value, value, value, null, field
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), value, value, value, value, value, null, field
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), value, value, value, value, value, null, field
    ) collate "C",
    reviews, extracted, modified, deleted, added, clusters, sum_kk, sum_ke, sum_ee
  from redline.rollup_field
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format', 'field'
    )
    and 'field' = any (string_to_array(:'by'::text, ','))
    and day >= :'from'::date and day < :'to'::date
  union all
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), value, value, value, value, value
    ) collate "C",
    reviewed, fields, modified, deleted, added, clusters,
    -- k = e - t
    sum_ee - 2 * sum_te + sum_tt, sum_ee - sum_te, sum_ee
  from redline.rollup_review
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format', 'field'
    )
    and not 'field' = any (string_to_array(:'by'::text, ','))
    and is_first_revision
    and day >= :'from'::date and day < :'to'::date
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(extracted)::bigint as extracted,
    (sum(extracted) - sum(modified) - sum(deleted))::bigint as kept,
    sum(modified)::bigint as modified,
    sum(deleted)::bigint as deleted,
    sum(added)::bigint as added,
    -- The sums of the cluster-robust interval: k = kept, e = extracted fields of a review.
    sum(clusters)::bigint as clusters,
    sum(sum_kk) as sum_kk,
    sum(sum_ke) as sum_ke,
    sum(sum_ee) as sum_ee
  from counted
  group by first_group, second_group, third_group
  having sum(reviews) > 0
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  extracted,
  kept,
  modified,
  deleted,
  added,
  redline.ratio(kept, extracted) as accuracy,
  redline.clustered_low(clusters, kept, extracted, sum_kk, sum_ke, sum_ee) as accuracy_low,
  redline.clustered_high(clusters, kept, extracted, sum_kk, sum_ke, sum_ee) as accuracy_high,
  redline.ratio(kept, kept + modified + deleted) as precision,
  redline.ratio(kept, kept + modified + added) as recall,
  redline.ratio(2 * kept, 2 * kept + 2 * modified + deleted + added) as f1
from total
order by first_group, second_group, third_group;
