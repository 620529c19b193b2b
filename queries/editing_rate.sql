-- report: editing_rate
-- title: How often people edit what the AI made
--
-- Of the workflows that were started in the period: how many revisions a person reviewed, how many
-- of those went through untouched, and how much of the extracted data was changed in the others.
-- Every revision counts. A revision is reviewed when modifications were recorded for it, or when
-- its deliverable was shipped without any. A high untouched_rate with a high missing_rate means
-- that what the AI gives is right and that it leaves things out.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'day'          Grouping: one of the words below, or up to three with commas.
-- by: day week month document_type model extraction_method template format owner
-- column: workflows count         Workflows, reviewed or still waiting for it; each counts once,
--   where its first known revision is.
-- column: reviewed count          Reviews: revisions that a person had before them and decided on.
-- column: edited count            Reviews with at least one change.
-- column: untouched count         Reviews without a change.
-- column: untouched_rate ratio    Reviews without a change / reviews.
-- column: untouched_low ratio     Lower end of its 95 % Wilson score interval.
-- column: untouched_high ratio    Upper end of its 95 % Wilson score interval.
-- column: fields count            Fields (leaves of the documents) that the AI had extracted.
-- column: fields_edited count     Changes: fields modified, deleted or added.
-- column: modified count          Fields whose value was changed.
-- column: added count             Fields that the AI had missed.
-- column: deleted count           Fields that the AI should not have given.
-- column: field_edit_rate ratio   (modified + deleted) / fields.
-- column: field_edit_low ratio    Lower end of its 95 % interval; fields of one review are taken
--   together, because they are not independent of each other.
-- column: field_edit_high ratio   Upper end of that interval.
-- column: missing_rate ratio      added / fields of the documents as they were approved.
-- column: edits_per_minute score  Changes / minutes of editing, over reviews with modifications.
-- column: editing_seconds_p50 seconds  Median time of editing, over reviews with modifications.
-- column: editing_seconds_p90 seconds  90th percentile of the time of editing.
-- column: editing_seconds_p99 seconds  99th percentile of the time of editing.
-- column: char_edit_rate ratio    Levenshtein distance / length of the longer text, over strings
--   that were modified into strings, in Unicode code points.
-- column: summary_ter ratio       Translation edit rate of the AI's summary against the one that
--   was shipped: edits / words of the latter. Not capped: it can be above 1.
-- chart: trend y=untouched_rate low=untouched_low high=untouched_high
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
    1 as revisions,
    is_first_known::integer::bigint as workflows,
    is_reviewed::integer::bigint as reviewed,
    (is_reviewed and modified + deleted + added = 0)::integer::bigint as untouched,
    case when is_reviewed then extracted else 0 end::bigint as fields,
    modified::bigint as modified,
    deleted::bigint as deleted,
    added::bigint as added,
    (is_reviewed and extracted > 0)::integer::bigint as clusters,
    (modified + deleted)::numeric * (modified + deleted) as sum_kk,
    (modified + deleted)::numeric * extracted as sum_ke,
    case when is_reviewed then extracted::numeric * extracted else 0 end as sum_ee,
    (editing_seconds is not null)::integer::bigint as timed,
    coalesce(editing_seconds::numeric, 0) as editing_seconds,
    char_edits,
    char_length,
    coalesce(ter_edits, 0)::bigint as ter_edits,
    coalesce(ter_reference_words, 0)::bigint as ter_reference_words,
    editing_seconds as seconds,
    null::smallint[] as buckets
  from redline.revision_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    ) is null
    and not (
      redline.is_of_one_owner(
        :'by'::text, :'owner'::text, :'as_of'::text, 'document_type model'
      )
      and redline.has_settled_days(:'owner'::text, 'export')
    )
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value, first revisions and later ones.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day),
      redline.dimension_value(dimension, value, 1), value,
      redline.dimension_value(dimension, value, 2), value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day),
      redline.dimension_value(dimension, value, 1), value,
      redline.dimension_value(dimension, value, 2), value, value
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day),
      redline.dimension_value(dimension, value, 1), value,
      redline.dimension_value(dimension, value, 2), value, value
    ) collate "C",
    revisions, workflows, reviewed, untouched, fields, modified, deleted, added, clusters, sum_tt,
    sum_te, sum_ee, timed, editing_seconds, char_edits, char_length, ter_edits,
    ter_reference_words, null, null
  from redline.rollup_review
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    )
    and day >= :'from'::date and day < :'to'::date
  union all
  -- From the settled days of one owner, and the records of the days between.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), review.document_type,
      model => review.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), review.document_type,
      model => review.model
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), review.document_type,
      model => review.model
    ) collate "C",
    review.revisions, review.workflows, review.reviewed, review.untouched,
    review.fields, review.modified, review.deleted, review.added, review.clusters,
    review.sum_tt, review.sum_te, review.sum_ee, review.timed, review.editing_seconds,
    review.char_edits, review.char_length, review.ter_edits, review.ter_reference_words,
    null, review.editing_buckets
  from redline.owner_exports(:'owner'::text, :'from'::date, :'to'::date, 'reviews') held
  cross join lateral unnest(held.reviews) as review
  where redline.is_of_one_owner(
      :'by'::text, :'owner'::text, :'as_of'::text, 'document_type model'
    )
    and redline.has_settled_days(:'owner'::text, 'export')
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(workflows)::bigint as workflows,
    sum(reviewed)::bigint as reviewed,
    sum(untouched)::bigint as untouched,
    sum(fields)::bigint as fields,
    sum(modified)::bigint as modified,
    sum(added)::bigint as added,
    sum(deleted)::bigint as deleted,
    -- The sums of the cluster-robust interval: k = changed fields, e = fields of a review.
    sum(clusters)::bigint as clusters,
    sum(sum_kk) as sum_kk,
    sum(sum_ke) as sum_ke,
    sum(sum_ee) as sum_ee,
    sum(timed) as timed,
    sum(editing_seconds)::double precision as editing_seconds,
    sum(char_edits) as char_edits,
    sum(char_length) as char_length,
    sum(ter_edits) as ter_edits,
    sum(ter_reference_words) as ter_reference_words,
    coalesce(
      percentile_cont(array[0.5, 0.9, 0.99]) within group (order by seconds),
      redline.bucket_percentiles(redline.array_concat(buckets), array[0.5, 0.9, 0.99])
    ) as editing_percentiles
  from counted
  group by first_group, second_group, third_group
  having sum(revisions) > 0
), histogram as (
  -- Of the roll-ups. As a join, which is left out where no percentile is asked for.
  select
    array[first_group, second_group, third_group]::text collate "C" as of_group,
    redline.histogram_percentiles(
      array_agg(block), array_agg(items), array[0.5, 0.9, 0.99]
    ) as editing_percentiles
  from redline.histogram_blocks(
    array['editing_seconds'],
    redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    ),
    :'from'::date, :'to'::date, :'by'::text
  )
  group by array[first_group, second_group, third_group]::text collate "C"
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  workflows,
  reviewed,
  reviewed - untouched as edited,
  untouched,
  redline.ratio(untouched, reviewed) as untouched_rate,
  redline.wilson_low(untouched, reviewed) as untouched_low,
  redline.wilson_high(untouched, reviewed) as untouched_high,
  fields,
  modified + deleted + added as fields_edited,
  modified,
  added,
  deleted,
  redline.ratio(modified + deleted, fields) as field_edit_rate,
  redline.clustered_low(clusters, modified + deleted, fields, sum_kk, sum_ke, sum_ee)
    as field_edit_low,
  redline.clustered_high(clusters, modified + deleted, fields, sum_kk, sum_ke, sum_ee)
    as field_edit_high,
  redline.ratio(added, fields - deleted + added) as missing_rate,
  case
    when editing_seconds > 0 then (modified + deleted + added) / (editing_seconds / 60)
    when timed > 0 then 0
  end as edits_per_minute,
  coalesce(total.editing_percentiles[1], histogram.editing_percentiles[1])
    as editing_seconds_p50,
  coalesce(total.editing_percentiles[2], histogram.editing_percentiles[2])
    as editing_seconds_p90,
  coalesce(total.editing_percentiles[3], histogram.editing_percentiles[3])
    as editing_seconds_p99,
  redline.ratio(char_edits, char_length) as char_edit_rate,
  redline.ratio(ter_edits, ter_reference_words) as summary_ter
from total
left join histogram
  on of_group = array[first_group, second_group, third_group]::text collate "C"
order by first_group, second_group, third_group;
