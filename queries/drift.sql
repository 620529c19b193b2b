-- report: drift
-- title: What changed against the period before
--
-- Holds the period against the one of the same length before it: how accurate each field is, and,
-- where field is empty, how often people edit at all. The differences that chance explains least
-- are at the top. Judge by p_adjusted: of many fields some always look as if they had changed. Where
-- nothing is known of the period before any more, there is nothing to compare with.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: min_reviews integer = 5  Fields that were in fewer reviews of either period are left out.
-- column: field text              The field; empty for the whole of the reviews.
-- column: metric text             accuracy of a field, over first revisions; untouched_rate and
--   field_edit_rate of the whole, over all reviews.
-- column: baseline ratio          The metric in the period before.
-- column: current ratio           The metric in the period from from to to.
-- column: difference ratio        current - baseline.
-- column: p_value score           How likely chance alone makes a difference as large, either way.
-- column: p_adjusted score        The same, adjusted for all rows (Benjamini-Hochberg).
with counted as (
  -- From the records, where the roll-ups do not answer. Of a review, k of e fields were changed; of
  -- a field of a review, k of e were kept.
  select
    null::text collate "C" as field,
    is_current,
    count(*) as reviews,
    count(*) filter (where is_untouched) as untouched,
    count(*) filter (where e > 0) as n,
    sum(k) as k,
    sum(e) as e,
    sum(k * k) as kk,
    sum(k * e) as ke,
    sum(e * e) as ee
  from (
    select
      workflow_started_at >= redline.start_of(:'from'::date) as is_current,
      modified = 0 and deleted = 0 and added = 0 as is_untouched,
      modified::bigint + deleted as k,
      extracted::bigint as e
    -- Not review_as_of: with a condition of its own, it would be planned where roll-ups answer, too.
    from redline.revision_as_of(redline.time_of(:'as_of'::text))
    where redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is null
      and not (
        redline.is_of_one_owner('', :'owner'::text, :'as_of'::text)
        and redline.has_settled_days(:'owner'::text, 'export')
      )
      and is_reviewed
      and workflow_started_at
        >= redline.start_of(:'from'::date - (:'to'::date - :'from'::date))
      and workflow_started_at < redline.start_of(:'to'::date)
      and (:'owner'::text = '' or owner = :'owner'::text)
  ) review
  group by is_current
  union all
  select
    field, is_current, count(*), 0, count(*) filter (where e > 0), sum(k), sum(e), sum(k * k),
    sum(k * e), sum(e * e)
  from (
    select
      field,
      workflow_started_at >= redline.start_of(:'from'::date) as is_current,
      extracted::bigint - modified - deleted as k,
      extracted::bigint as e
    from redline.review_field_as_of(redline.time_of(:'as_of'::text))
    where redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '') is null
      and not (
        redline.is_of_one_owner('', :'owner'::text, :'as_of'::text)
        and redline.has_settled_days(:'owner'::text, 'export')
      )
      and workflow_started_at
        >= redline.start_of(:'from'::date - (:'to'::date - :'from'::date))
      and workflow_started_at < redline.start_of(:'to'::date)
      and (:'owner'::text = '' or owner = :'owner'::text)
  ) review_field
  group by field, is_current
  union all
  -- From the roll-ups: a row a day, and one a day and field.
  select
    null, day >= :'from'::date, reviewed, untouched, clusters, modified + deleted, fields, sum_tt,
    sum_te, sum_ee
  from redline.rollup_review
  where dimension = redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '')
    and day >= :'from'::date - (:'to'::date - :'from'::date) and day < :'to'::date
  union all
  select
    field, day >= :'from'::date, reviews, 0, clusters, extracted - modified - deleted, extracted,
    sum_kk, sum_ke, sum_ee
  from redline.rollup_field
  where dimension = redline.rollup_dimension('', :'owner'::text, :'as_of'::text, '')
    and day >= :'from'::date - (:'to'::date - :'from'::date) and day < :'to'::date
  union all
  -- From the settled days of one owner, and the records of the days between.
  select
    null, day >= :'from'::date, review.reviewed, review.untouched, review.clusters,
    review.modified + review.deleted, review.fields, review.sum_tt,
    review.sum_te, review.sum_ee
  from redline.owner_exports(
    :'owner'::text, :'from'::date - (:'to'::date - :'from'::date), :'to'::date, 'reviews'
  ) held
  cross join lateral unnest(held.reviews) as review
  where redline.is_of_one_owner('', :'owner'::text, :'as_of'::text)
    and redline.has_settled_days(:'owner'::text, 'export')
  union all
  select
    item.field, day >= :'from'::date, item.reviews, 0, item.clusters, item.kept, item.extracted,
    item.sum_kk, item.sum_ke, item.sum_ee
  from redline.owner_exports(
    :'owner'::text, :'from'::date - (:'to'::date - :'from'::date), :'to'::date, 'fields'
  ) held
  cross join lateral unnest(held.fields) as item
  where redline.is_of_one_owner('', :'owner'::text, :'as_of'::text)
    and redline.has_settled_days(:'owner'::text, 'export')
), summed as (
  select
    field,
    is_current,
    sum(reviews)::bigint as reviews,
    sum(untouched)::bigint as untouched,
    sum(n)::bigint as n,
    sum(k)::bigint as k,
    sum(e)::bigint as e,
    sum(kk) as kk,
    sum(ke) as ke,
    sum(ee) as ee
  from counted
  group by field, is_current
  having sum(reviews) > 0
), total as (
  select field, metric, is_current, n, k, e, kk, ke, ee
  from (
    select
      field, case when field is null then 'field_edit_rate' else 'accuracy' end as metric,
      is_current, n, k, e, kk, ke, ee
    from summed
    union all
    select
      field, 'untouched_rate', is_current, reviews, untouched, reviews, untouched, untouched,
      reviews
    from summed
    where field is null
  ) metrics
), period as (
  select
    *,
    redline.ratio(k, e) as rate,
    redline.clustered_error(n, k, e, kk, ke, ee) as error
  from total
), figure as (
  select
    coalesce(now.field, before.field) as field,
    coalesce(now.metric, before.metric) as metric,
    before.rate as baseline,
    now.rate as current,
    case coalesce(now.metric, before.metric)
      when 'untouched_rate' then redline.two_proportion_p(now.k, now.n, before.k, before.n)
      else redline.difference_p(now.rate, now.error, before.rate, before.error)
    end as p_value
  from (select * from period where is_current) now
  full join (select * from period where not is_current) before
    -- The whole has no field; no field is named by an empty text.
    on coalesce(before.field, '') = coalesce(now.field, '') and before.metric = now.metric
  where coalesce(now.field, before.field) is null
    or (now.n >= :'min_reviews'::integer and before.n >= :'min_reviews'::integer)
), ranked as (
  select *, row_number() over (order by field, metric) as position
  from figure
), family as (
  select redline.benjamini_hochberg(array_agg(p_value order by position)) as p_adjusted
  from ranked
)
select
  field,
  metric,
  baseline,
  current,
  current - baseline as difference,
  p_value,
  family.p_adjusted[position] as p_adjusted
from ranked
cross join family
order by p_adjusted, p_value, field nulls first, metric;
