-- report: review_threshold
-- title: From which confidence on a review can be spared
--
-- What it would mean to leave unreviewed what the AI is confident of: for each threshold, the share
-- of items at or above it, and the share of those that a person had to correct. Counts the items of
-- the report calibration. The recommended threshold is the lowest at which even the upper end of the
-- interval of the error rate is within the target.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: target number = 0.01     The error rate that can be borne.
-- param: items text = 'all'       What is counted: field, document, or all for both.
-- param: document_type text = ''  One type of document; empty for all.
-- param: model text = ''          One model; empty for all.
-- param: field text = ''          One field name; empty for all.
-- column: threshold ratio         The confidence from which on items would not be reviewed.
-- column: coverage ratio          The share of items at or above the threshold.
-- column: error_rate ratio        The share of those that is incorrect.
-- column: error_high ratio        Upper end of its 95 % Wilson score interval.
-- total: recommended_threshold ratio  The lowest confidence of an item that as a threshold has an
--   error_high of at most the target; empty where there is none.
-- chart: curve x=coverage y=error_rate high=error_high
with answering as (
  select redline.rollup_dimension(
    redline.words_of_items(
      :'document_type'::text, :'model'::text, :'field'::text, :'from'::date, :'to'::date
    ),
    :'owner'::text, :'as_of'::text, 'document_type model'
  ) as dimension
), item as (
  -- Of the records, where the roll-ups do not answer.
  select confidence, is_correct
  from redline.scored_item_as_of(redline.time_of(:'as_of'::text))
  where (select dimension from answering) is null
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
    and (:'document_type'::text = '' or document_type = :'document_type'::text)
    and (:'model'::text = '' or model = :'model'::text)
    and (:'field'::text = '' or field = :'field'::text)
    and case :'items'::text
      when 'all' then true
      when 'field' then kind = 'field'
      when 'document' then kind = 'document'
      else redline.unknown_items(:'items'::text)
    end
), tally as (
  -- The decimal as it was written decides what is at a threshold, and not a rounded product.
  select
    confidence::text::numeric as confidence,
    count(*) as items,
    count(*) filter (where is_correct) as correct
  from item
  group by item.confidence
  union all
  -- From the roll-ups.
  select confidence, items, correct
  from answering
  cross join lateral redline.confidence_tally(
    dimension, coalesce(nullif(:'document_type'::text, ''), :'model'::text),
    :'from'::date, :'to'::date, :'items'::text
  )
), at_confidence as (
  select
    confidence,
    sum(items) over (order by confidence desc)::bigint as covered,
    sum(items - correct) over (order by confidence desc)::bigint as incorrect
  from tally
), recommended as (
  select min(confidence)::double precision as threshold
  from at_confidence
  where redline.wilson_high(incorrect, covered) <= :'target'::double precision
), hundredth as (
  select
    floor(confidence * 100)::integer as place,
    sum(items) as items,
    sum(items - correct) as incorrect
  from tally
  group by place
), at_threshold as (
  select
    place,
    coalesce(sum(items) over (order by place desc), 0)::bigint as covered,
    coalesce(sum(incorrect) over (order by place desc), 0)::bigint as incorrect
  from generate_series(0, 100) as place
  left join hundredth using (place)
), total as (
  select sum(items) as items
  from tally
)
select
  (place / 100.0)::double precision as threshold,
  redline.ratio(covered, total.items) as coverage,
  redline.ratio(incorrect, covered) as error_rate,
  redline.wilson_high(incorrect, covered) as error_high,
  recommended.threshold as recommended_threshold
from at_threshold
cross join total
cross join recommended
where total.items > 0
order by place;
