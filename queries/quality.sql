-- report: quality
-- title: How good the results are, and what they cost
--
-- What people and programs say about the results beside what was measured of them, what the AI took
-- for them, and how much of its words was left at the end. A reported_quality that stays high where
-- document_accuracy, satisfaction or survival falls is not to be believed; contradictions counts
-- the workflows whose reported figures cannot be true at all.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'day'          Grouping: one of the words below, or up to three with commas.
-- by: day week month document_type model extraction_method template format owner
-- column: workflows count         Workflows, reviewed or still waiting for it.
-- column: reported_quality ratio  Mean of final_output_quality, as the client sent it, over reviews
--   of first revisions.
-- column: document_accuracy ratio  First revisions that were approved without a change / reviews of
--   first revisions.
-- column: satisfaction score      Mean of satisfaction_rating, from 1 to 5.
-- column: ratings count           How many ratings there are.
-- column: tokens_used count       Tokens that the AI took, for first and final summaries.
-- column: processing_ms_p50 milliseconds  Median of the AI's processing time of a summary.
-- column: processing_ms_p95 milliseconds  95th percentile of it.
-- column: total_seconds_p50 seconds  Median of total_time_seconds, as the client sent it.
-- column: survival ratio          Share of the words of the AI's first summary that are in the
--   summary that shipped, in their order.
-- column: contradictions count    Workflows whose reported figures cannot be true.
with revision as (
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
    is_first_known::integer as workflows,
    (is_first_known and has_contradiction)::integer as contradictions,
    (revision = 1 and is_reviewed)::integer as reviews,
    (
      revision = 1 and is_reviewed and coalesce(modified, 0) = 0 and coalesce(deleted, 0) = 0
        and coalesce(added, 0) = 0
    )::integer as untouched,
    case when revision = 1 and is_reviewed then reported_quality::numeric end
      as reported_quality,
    satisfaction,
    tokens_used,
    initial_processing_ms,
    final_processing_ms,
    total_seconds,
    summary_words,
    kept_words
  from redline.outcome_as_of(redline.time_of(:'as_of'::text))
  where workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(workflows) as workflows,
    sum(contradictions) as contradictions,
    sum(reviews) as reviews,
    sum(untouched) as untouched,
    sum(reported_quality) as reported_quality,
    count(reported_quality) as reported_qualities,
    sum(satisfaction) as satisfaction,
    count(satisfaction) as ratings,
    sum(tokens_used)::bigint as tokens_used,
    sum(summary_words) as summary_words,
    sum(kept_words) as kept_words
  from revision
  group by first_group, second_group, third_group
), timing as (
  -- Percentiles need the values themselves: one a summary, one a deliverable.
  select
    array[first_group, second_group, third_group] as groups,
    percentile_cont(array[0.5, 0.95]) within group (order by processing_ms) as processing_ms,
    percentile_cont(0.5) within group (order by seconds) as total_seconds
  from revision
  cross join lateral (
    values (initial_processing_ms, null), (final_processing_ms, total_seconds)
  ) as summary (processing_ms, seconds)
  group by groups
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  workflows,
  redline.ratio(reported_quality, reported_qualities) as reported_quality,
  redline.ratio(untouched, reviews) as document_accuracy,
  redline.ratio(satisfaction, ratings) as satisfaction,
  ratings,
  tokens_used,
  processing_ms[1] as processing_ms_p50,
  processing_ms[2] as processing_ms_p95,
  total_seconds as total_seconds_p50,
  redline.ratio(kept_words, summary_words) as survival,
  contradictions
from total
join timing on groups = array[first_group, second_group, third_group]
order by first_group, second_group, third_group;
