-- report: drift
-- title: What changed against the period before
--
-- Holds the period against the one of the same length before it: how accurate each field is, and,
-- where field is empty, how often people edit at all. The differences that chance explains least
-- are at the top. Judge by p_adjusted: of many fields some always look as if they had changed. Where
-- records of the period before are no longer kept, there is nothing to compare with.
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
with item as (
  -- One row a review and metric, and one a review and field: k of e.
  select
    null::text collate "C" as field,
    metrics.metric,
    workflow_started_at >= redline.start_of(:'from'::date) as is_current,
    n, k, e, k * k as kk, k * e as ke, e * e as ee
  from redline.review_as_of(redline.time_of(:'as_of'::text))
  cross join lateral (
    values
      ('untouched_rate', 1, (modified = 0 and deleted = 0 and added = 0)::integer, 1::bigint),
      (
        'field_edit_rate', (extracted > 0)::integer, modified::bigint + deleted, extracted::bigint
      )
  ) as metrics (metric, n, k, e)
  where workflow_started_at
      >= redline.start_of(:'from'::date - (:'to'::date - :'from'::date))
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  select
    field,
    'accuracy',
    is_current,
    (e > 0)::integer as n, k, e, k * k as kk, k * e as ke, e * e as ee
  from (
    select
      field,
      workflow_started_at >= redline.start_of(:'from'::date) as is_current,
      extracted::bigint - modified - deleted as k,
      extracted::bigint as e
    from redline.review_field_as_of(redline.time_of(:'as_of'::text))
    where workflow_started_at
        >= redline.start_of(:'from'::date - (:'to'::date - :'from'::date))
      and workflow_started_at < redline.start_of(:'to'::date)
      and (:'owner'::text = '' or owner = :'owner'::text)
  ) fields
), total as (
  select
    field,
    metric,
    is_current,
    sum(n)::bigint as n,
    sum(k)::bigint as k,
    sum(e)::bigint as e,
    sum(kk) as kk,
    sum(ke) as ke,
    sum(ee) as ee
  from item
  group by field, metric, is_current
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
