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
    1::bigint as revisions,
    is_first_known::integer::bigint as workflows,
    (is_first_known and has_contradiction)::integer::bigint as contradictions,
    (revision = 1 and is_reviewed)::integer::bigint as reviews,
    (
      revision = 1 and is_reviewed and coalesce(modified, 0) = 0 and coalesce(deleted, 0) = 0
        and coalesce(added, 0) = 0
    )::integer::bigint as untouched,
    (revision = 1 and is_reviewed and reported_quality is not null)::integer::bigint
      as reported_qualities,
    case when revision = 1 and is_reviewed then coalesce(reported_quality::numeric, 0) else 0 end
      as reported_quality,
    (satisfaction is not null)::integer::bigint as ratings,
    coalesce(satisfaction, 0)::bigint as satisfaction,
    (tokens_used is not null)::integer::bigint as with_tokens,
    coalesce(tokens_used, 0) as tokens_used,
    coalesce(summary_words, 0)::bigint as summary_words,
    coalesce(kept_words, 0)::bigint as kept_words,
    initial_processing_ms,
    final_processing_ms,
    total_seconds
  from redline.outcome_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    ) is null
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value.
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
    revisions, workflows, contradictions, reviewed, untouched, reported_qualities,
    reported_quality, ratings, satisfaction, with_tokens, tokens_used, summary_words, kept_words,
    null, null, null
  from redline.rollup_outcome
  where dimension = redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    )
    and day >= :'from'::date and day < :'to'::date
), total as (
  select
    first_group,
    second_group,
    third_group,
    sum(workflows)::bigint as workflows,
    sum(contradictions)::bigint as contradictions,
    sum(reviews) as reviews,
    sum(untouched) as untouched,
    sum(reported_quality) as reported_quality,
    sum(reported_qualities) as reported_qualities,
    sum(satisfaction) as satisfaction,
    sum(ratings)::bigint as ratings,
    case when sum(with_tokens) > 0 then sum(tokens_used)::bigint end as tokens_used,
    sum(summary_words) as summary_words,
    sum(kept_words) as kept_words
  from counted
  group by first_group, second_group, third_group
  having sum(revisions) > 0
), timing as (
  -- Percentiles need the values themselves, one a summary and one a deliverable, or histograms.
  select
    array[first_group, second_group, third_group] as groups,
    coalesce(
      percentile_cont(array[0.5, 0.95]) within group (order by processing_ms),
      redline.histogram_percentiles(
        array_agg(block) filter (where measure = 'processing_ms'),
        array_agg(items) filter (where measure = 'processing_ms'),
        array[0.5, 0.95]
      )
    ) as processing_ms,
    coalesce(
      percentile_cont(array[0.5]) within group (order by seconds),
      redline.histogram_percentiles(
        array_agg(block) filter (where measure = 'total_seconds'),
        array_agg(items) filter (where measure = 'total_seconds'),
        array[0.5]
      )
    ) as total_seconds
  from (
    select
      first_group, second_group, third_group, initial_processing_ms as processing_ms,
      total_seconds as seconds, null as measure, null::smallint as block, null::bigint[] as items
    from counted
    union all
    select first_group, second_group, third_group, final_processing_ms, null, null, null, null
    from counted
    where final_processing_ms is not null
    union all
    select
      first_group collate "C", second_group collate "C", third_group collate "C",
      null, null, measure, block, items
    from redline.histogram_blocks(
      array['processing_ms', 'total_seconds'],
      redline.rollup_dimension(
        :'by'::text, :'owner'::text, :'as_of'::text,
        'document_type extraction_method model template format'
      ),
      :'from'::date, :'to'::date, :'by'::text
    )
  ) timed
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
  total_seconds[1] as total_seconds_p50,
  redline.ratio(kept_words, summary_words) as survival,
  contradictions
from total
join timing on groups = array[first_group, second_group, third_group]
order by first_group, second_group, third_group;
