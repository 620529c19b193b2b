-- report: calibration
-- title: How far the AI's confidence can be trusted
--
-- Whether what the AI is 90 % sure of is right nine times in ten. Counts what had a confidence when
-- a person first reviewed it: a field with a confidence of its own, else the document as a whole. An
-- item is correct when the reviewer kept it. Each row is a tenth of the scale; a gap below zero says
-- that the AI was too sure of itself there.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: items text = 'all'       What is counted: field, document, or all for both.
-- param: document_type text = ''  One type of document; empty for all.
-- param: model text = ''          One model; empty for all.
-- param: field text = ''          One field name; empty for all.
-- column: bin_low ratio           Least confidence of the row's items.
-- column: bin_high ratio          Confidence that they stay below; the last row has 1 itself too.
-- column: count count             Items.
-- column: mean_confidence ratio   Their mean confidence.
-- column: accuracy ratio          The share of them that is correct.
-- column: gap ratio               accuracy - mean_confidence.
-- total: ece ratio                Expected calibration error: the mean size of the gaps, each by its
--   number of items.
-- total: mce ratio                Maximum calibration error: the largest size of a gap.
-- total: brier score              Brier score: the mean of (confidence - correct) squared, where
--   correct is 1 or 0.
-- total: auroc ratio              How often a correct item has a higher confidence than an incorrect
--   one; a tie counts half.
-- total: count count              Items.
-- chart: reliability x=mean_confidence y=accuracy size=count
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
  -- The decimal as it was written decides the bin, and not a rounded product.
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
), ranked as (
  select
    confidence,
    items,
    correct,
    sum(items - correct) over (order by confidence) - (items - correct) as incorrect_below
  from tally
), bin as (
  select
    least(floor(confidence * 10), 9)::integer as tenth,
    sum(items)::bigint as items,
    sum(correct) as correct,
    sum(items * confidence) as confidence
  from tally
  group by tenth
), gap as (
  select
    sum(abs(correct - confidence)) as gaps,
    max(abs(correct - confidence) / items) as mce
  from bin
), total as (
  select
    sum(items)::bigint as items,
    sum(correct) as correct,
    sum(
      correct * (1 - confidence) * (1 - confidence) + (items - correct) * confidence * confidence
    ) as squares,
    -- Twice the number of pairs in which the correct item ranks higher, a tie as half a pair.
    sum(correct * (2 * incorrect_below + items - correct)) as wins
  from ranked
)
select
  (tenth / 10.0)::double precision as bin_low,
  ((tenth + 1) / 10.0)::double precision as bin_high,
  coalesce(bin.items, 0) as count,
  redline.ratio(bin.confidence, bin.items) as mean_confidence,
  redline.ratio(bin.correct, bin.items) as accuracy,
  redline.ratio(bin.correct - bin.confidence, bin.items) as gap,
  redline.ratio(gaps, total.items) as ece,
  mce::double precision as mce,
  redline.ratio(squares, total.items) as brier,
  redline.ratio(wins, 2 * total.correct * (total.items - total.correct)) as auroc,
  coalesce(total.items, 0) as total_count
from generate_series(0, 9) as tenth
left join bin using (tenth)
cross join gap
cross join total
order by tenth;
