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
with review as (
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
    extracted,
    modified,
    deleted,
    added,
    reported_accuracy,
    reported_quality,
    final_confidence - initial_confidence as confidence_gain
  from redline.review_as_of(redline.time_of(:'as_of'::text))
  where revision = 1
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), total as (
  select
    first_group,
    second_group,
    third_group,
    count(*) as reviews,
    count(*) filter (where modified = 0 and deleted = 0 and added = 0) as untouched,
    sum(extracted) - sum(modified) - sum(deleted) as kept,
    sum(modified) as modified,
    sum(deleted) as deleted,
    sum(added) as added,
    avg(reported_accuracy) as reported_accuracy,
    avg(reported_quality) as reported_quality,
    avg(confidence_gain) as confidence_gain
  from review
  group by first_group, second_group, third_group
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
