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
  -- From the records, where the roll-ups do not answer: a row a review.
  select
    owner collate "C" as owner,
    coalesce(modified, 0)::bigint + coalesce(deleted, 0) + coalesce(added, 0) as changes,
    editing_seconds,
    (editing_seconds < 0.25 * summary_words)::integer as is_fast
  from redline.outcome_as_of(redline.time_of(:'as_of'::text))
  where redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is null
    and is_reviewed
    and workflow_started_at >= redline.start_of(:'from'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
), counted as (
  select
    owner,
    count(*) as reviews,
    count(*) filter (where changes = 0) as untouched,
    sum(changes)::bigint as fields_edited,
    count(editing_seconds) as timed,
    sum(editing_seconds::numeric) as editing_seconds,
    coalesce(sum(is_fast), 0) as fast_reviews,
    percentile_cont(0.5) within group (order by editing_seconds) as seconds_per_review_p50
  from review
  group by owner
  order by reviews desc, owner
  limit greatest(:'top'::integer, 0)
), span as materialized (
  -- From the roll-ups: days, many of them put together.
  select span
  from redline.editor_spans(:'from'::date, :'to'::date)
  where redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is not null
), day as materialized (
  select day
  from redline.editor_days(:'from'::date, :'to'::date) as day
  where redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is not null
), busiest as (
  select owner
  from (
    select owner, reviews
    from redline.kept_editor
    where day = any (array(select day from day))
    union all
    select owner, reviews
    from redline.kept_editor_span
    where span = any (array(select span from span))
  ) cell
  group by owner
  order by sum(reviews) desc, owner collate "C"
  limit greatest(:'top'::integer, 0)
), cell as (
  -- A second look at the rows of those who are shown, and at no others.
  select
    owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews, filled.bucket,
    filled.upto
  from redline.kept_editor
  cross join lateral (
    select
      array_agg(lies_in order by lies_in) as bucket,
      array_agg(upto order by lies_in) as upto
    from (
      select lies_in, (sum(count(*)) over (order by lies_in))::integer as upto
      from unnest(bucket) as lies_in
      group by lies_in
    ) counted
  ) filled
  where day = any (array(select day from day)) and owner = any (array(select owner from busiest))
  union all
  select
    owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews, bucket, upto
  from redline.kept_editor_span
  where span = any (array(select span from span)) and owner = any (array(select owner from busiest))
), total as (
  -- The median of all lies between the least and the greatest of those of the rows.
  select
    owner,
    sum(reviews)::bigint as reviews,
    sum(untouched)::bigint as untouched,
    sum(fields_edited)::bigint as fields_edited,
    sum(timed)::bigint as timed,
    sum(editing_seconds) as editing_seconds,
    sum(fast_reviews)::bigint as fast_reviews,
    min(bucket[1 + width_bucket(((timed - 1) / 2)::integer, upto)]) filter (where timed > 0)
      as least_bucket,
    max(bucket[1 + width_bucket((timed / 2)::integer, upto)]) filter (where timed > 0)
      as greatest_bucket
  from cell
  group by owner
), below as (
  select owner, sum(upto[width_bucket((least_bucket - 1)::smallint, bucket)]) as items
  from total
  join cell using (owner)
  group by owner
), middle as (
  select owner, bucket[place] as bucket, sum(upto[place] - coalesce(upto[place - 1], 0)) as items
  from total
  join cell using (owner)
  cross join lateral generate_series(
    width_bucket((least_bucket - 1)::smallint, bucket) + 1, width_bucket(greatest_bucket, bucket)
  ) as place
  group by owner, bucket[place]
), median as (
  -- As percentile_cont: between the two in the middle.
  select
    owner,
    (
      redline.bucket_value(min(bucket) filter (where upto > (timed - 1) / 2))
      + redline.bucket_value(min(bucket) filter (where upto > timed / 2))
    ) / 2 as seconds_per_review_p50
  from (
    select
      owner,
      timed,
      bucket,
      coalesce(below.items, 0)
        + sum(middle.items) over (partition by owner order by bucket) as upto
    from middle
    join below using (owner)
    join total using (owner)
  ) running
  group by owner
), found as (
  select
    owner, reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews,
    seconds_per_review_p50
  from counted
  union all
  select
    owner collate "C", reviews, untouched, fields_edited, timed, editing_seconds, fast_reviews,
    seconds_per_review_p50
  from total
  left join median using (owner)
)
select
  owner,
  reviews,
  redline.ratio(untouched, reviews) as untouched_rate,
  fields_edited,
  -- No time, no edits in it: 0, as for one record.
  case
    when editing_seconds > 0 then redline.ratio(fields_edited * 60, editing_seconds)
    when timed > 0 then 0
  end as edits_per_minute,
  seconds_per_review_p50,
  fast_reviews
from found
order by reviews desc, owner;
