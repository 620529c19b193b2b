-- report: editors
-- title: How people review
--
-- Who reviews how much, how often they change something, and how long they take. A review in less
-- than a quarter of a second for each word of the AI's summary was hardly a reading: where
-- fast_reviews is a good part of reviews, a high untouched_rate says little about the AI.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: top integer = 100        At most so many owners, those with the most reviews first.
-- column: owner id                Who reviews.
-- column: reviews count           Revisions that a person had before them and decided on.
-- column: untouched_rate ratio    Reviews without a change / reviews.
-- column: fields_edited count     Changes: fields modified, deleted or added.
-- column: edits_per_minute score  Changes / minutes of editing, over reviews with modifications.
-- column: seconds_per_review_p50 seconds  Median time of editing, over reviews with modifications.
-- column: fast_reviews count      Reviews in less than 0.25 seconds for each word of the AI's
--   summary, of those where the time and the words are known.
with review as (
  select
    owner collate "C" as owner,
    coalesce(modified, 0)::bigint + coalesce(deleted, 0) + coalesce(added, 0) as changes,
    editing_seconds,
    (editing_seconds < 0.25 * summary_words)::integer as is_fast
  from redline.outcome_as_of(redline.time_of(:'as_of'::text))
  where is_reviewed
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), total as (
  select
    owner,
    count(*) as reviews,
    count(*) filter (where changes = 0) as untouched,
    sum(changes)::bigint as fields_edited,
    sum(editing_seconds::numeric) as editing_seconds,
    coalesce(sum(is_fast), 0) as fast_reviews,
    percentile_cont(0.5) within group (order by editing_seconds) as seconds_per_review_p50
  from review
  group by owner
)
select
  owner,
  reviews,
  redline.ratio(untouched, reviews) as untouched_rate,
  fields_edited,
  -- No time, no edits in it: 0, as for one record.
  case
    when editing_seconds > 0 then redline.ratio(fields_edited * 60, editing_seconds)
    when editing_seconds = 0 then 0
  end as edits_per_minute,
  seconds_per_review_p50,
  fast_reviews
from total
order by reviews desc, owner
limit greatest(:'top'::integer, 0);
