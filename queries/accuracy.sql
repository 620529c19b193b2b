-- report: accuracy
-- title: How accurate the AI is, measured and as reported
--
-- How often a whole document was right at the first pass, and how much of it: judged by what people
-- kept, on first revisions alone. Beside it stands what the client claimed for the same reviews
-- (reported_accuracy, reported_quality): where the two differ, believe the measured figures.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'day'          Grouping: one of the words below, or up to three with commas.
-- by: day week month document_type model extraction_method template format owner
-- column: reviews count           First revisions that a person had before them and decided on.
-- column: document_accuracy ratio Reviews without a change / reviews.
-- column: document_low ratio      Lower end of its 95 % Wilson score interval.
-- column: document_high ratio     Upper end of its 95 % Wilson score interval.
-- column: precision ratio         Fields kept / fields that the AI gave.
-- column: recall ratio            Fields kept / fields of the documents as they were approved.
-- column: f1 ratio                Harmonic mean of precision and recall.
-- column: reported_accuracy ratio Mean of ai_processing_accuracy, as the client sent it.
-- column: reported_quality ratio  Mean of final_output_quality, as the client sent it.
-- column: confidence_gain ratio   Mean of the final summary's confidence minus that of the first,
--   over reviews where both are known.
-- chart: trend y=document_accuracy low=document_low high=document_high
with counted as (
  -- From the records, where the roll-ups do not answer: a row a review.
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
    1::bigint as reviews,
    (modified = 0 and deleted = 0 and added = 0)::integer::bigint as untouched,
    extracted::bigint as extracted,
    modified::bigint as modified,
    deleted::bigint as deleted,
    added::bigint as added,
    (reported_accuracy is not null)::integer::bigint as reported_accuracies,
    coalesce(reported_accuracy::numeric, 0) as reported_accuracy,
    (reported_quality is not null)::integer::bigint as reported_qualities,
    coalesce(reported_quality::numeric, 0) as reported_quality,
    (final_confidence - initial_confidence is not null)::integer::bigint as confidence_gains,
    coalesce((final_confidence - initial_confidence)::numeric, 0) as confidence_gain
  -- Not review_as_of: with a condition of its own, it would be planned where roll-ups answer, too.
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
    and is_reviewed
    and revision = 1
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value.
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
    reviewed, untouched, fields, modified, deleted, added, reported_accuracies,
    reported_accuracy, reported_qualities, reported_quality, confidence_gains, confidence_gain
  from redline.rollup_review
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format document_type+model'
    )
    and is_first_revision
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
    review.reviewed, review.untouched, review.fields, review.modified, review.deleted,
    review.added, review.reported_accuracies, review.reported_accuracy,
    review.reported_qualities, review.reported_quality, review.confidence_gains,
    review.confidence_gain
  from redline.owner_exports(:'owner'::text, :'from'::date, :'to'::date, 'reviews') held
  cross join lateral unnest(held.reviews) as review
  where redline.is_of_one_owner(
      :'by'::text, :'owner'::text, :'as_of'::text, 'document_type model'
    )
    and redline.has_settled_days(:'owner'::text, 'export')
    and review.is_first_revision
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(reviews)::bigint as reviews,
    sum(untouched)::bigint as untouched,
    sum(extracted) - sum(modified) - sum(deleted) as kept,
    sum(modified) as modified,
    sum(deleted) as deleted,
    sum(added) as added,
    redline.ratio(sum(reported_accuracy), sum(reported_accuracies)) as reported_accuracy,
    redline.ratio(sum(reported_quality), sum(reported_qualities)) as reported_quality,
    redline.ratio(sum(confidence_gain), sum(confidence_gains)) as confidence_gain
  from counted
  group by first_group, second_group, third_group
  having sum(reviews) > 0
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  reviews,
  redline.ratio(untouched, reviews) as document_accuracy,
  redline.wilson_low(untouched, reviews) as document_low,
  redline.wilson_high(untouched, reviews) as document_high,
  redline.ratio(kept, kept + modified + deleted) as precision,
  redline.ratio(kept, kept + modified + added) as recall,
  redline.ratio(2 * kept, 2 * kept + 2 * modified + deleted + added) as f1,
  reported_accuracy,
  reported_quality,
  confidence_gain
from total
order by first_group, second_group, third_group;
