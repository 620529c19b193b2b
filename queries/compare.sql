-- report: compare
-- title: Whether two models, templates or periods differ
--
-- Holds the reviews of two slices against each other: two models, two templates, two document
-- types, or a period and the one of the same length before it. A small p_value says that chance
-- alone would seldom give so large a difference. Six metrics are compared at once, and one of many
-- is soon small by chance: judge by p_adjusted, and by how wide the interval from low to high is.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: of text = 'model'        What is compared: model, template, document_type,
--   extraction_method, format or period.
-- param: a text = ''              The one value; empty for the one with the most reviews. Of
--   periods it is always the one from from to to.
-- param: b text = ''              The other value; empty for the one with the most reviews but for
--   a. Of periods it is always the one before, of the same length.
-- column: slice_a text            The one value.
-- column: slice_b text            The other value.
-- column: metric text             What is compared: untouched_rate, field_edit_rate and
--   missing_rate over all reviews; document_accuracy, accuracy and recall over those of first revisions.
-- column: a ratio                 The metric of the reviews of slice_a.
-- column: b ratio                 The metric of the reviews of slice_b.
-- column: difference ratio        a - b.
-- column: low ratio               Lower end of the 95 % interval of the difference.
-- column: high ratio              Upper end of that interval.
-- column: p_value score           How likely chance alone makes a difference as large, either way.
-- column: p_adjusted score        The same, adjusted for all metrics compared (Benjamini-Hochberg).
with counted as (
  -- From the records, where the roll-ups do not answer: a row a review. Of e fields of the AI
  -- t were changed and k = e - t kept; of f fields of the document as it was approved a were added.
  select
    case :'of'::text
      when 'model' then model
      when 'template' then template
      when 'document_type' then document_type
      when 'extraction_method' then extraction_method
      when 'format' then format
      when 'period' then
        case
          when workflow_started_at >= redline.start_of(:'from'::date)
            then redline.period_name(:'from'::date, :'to'::date)
          else redline.period_name(
            :'from'::date - (:'to'::date - :'from'::date), :'from'::date
          )
        end
      else redline.unknown_slice(:'of'::text)
    end collate "C" as slice,
    revision = 1 as is_first,
    1::bigint as reviews,
    (t = 0 and a = 0)::integer::bigint as untouched,
    (e > 0)::integer::bigint as clusters,
    (f > 0)::integer::bigint as final_clusters,
    e, t, a, f,
    t::numeric * t as tt, t::numeric * e as te, e::numeric * e as ee,
    a::numeric * a as aa, a::numeric * f as af, (e - t)::numeric * f as kf, f::numeric * f as ff
  -- Not review_as_of: with a condition of its own, it would be planned where roll-ups answer, too.
  from redline.revision_as_of(redline.time_of(:'as_of'::text))
  cross join lateral (
    select
      extracted::bigint as e,
      modified::bigint + deleted as t,
      added::bigint as a,
      extracted::bigint - deleted + added as f
  ) fields
  where redline.rollup_dimension(
      :'of'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    ) is null
    and is_reviewed
    and workflow_started_at >= redline.start_of(
      case :'of'::text
        when 'period' then :'from'::date - (:'to'::date - :'from'::date)
        else :'from'::date
      end
    )
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day and value, first revisions and later ones.
  select
    case
      when :'of'::text <> 'period' then value
      when day >= :'from'::date then redline.period_name(:'from'::date, :'to'::date)
      else redline.period_name(:'from'::date - (:'to'::date - :'from'::date), :'from'::date)
    end collate "C",
    is_first_revision, reviewed, untouched, clusters, final_clusters, fields, modified + deleted,
    added, fields - deleted + added, sum_tt, sum_te, sum_ee, sum_aa, sum_af, sum_kf, sum_ff
  from redline.rollup_review
  where dimension = redline.rollup_dimension(
      :'of'::text, :'owner'::text, :'as_of'::text,
      'document_type extraction_method model template format'
    )
    and day >= case :'of'::text
      when 'period' then :'from'::date - (:'to'::date - :'from'::date)
      else :'from'::date
    end
    and day < :'to'::date
), summed as (
  select
    slice,
    is_first::integer as is_first,
    sum(reviews) as reviews,
    sum(untouched) as untouched,
    sum(clusters) as clusters,
    sum(final_clusters) as final_clusters,
    sum(e) as e,
    sum(t) as t,
    sum(a) as a,
    sum(f) as f,
    sum(tt) as tt,
    sum(te) as te,
    sum(ee) as ee,
    sum(ee) - 2 * sum(te) + sum(tt) as kk,
    sum(aa) as aa,
    sum(af) as af,
    sum(kf) as kf,
    sum(ff) as ff
  from counted
  where slice is not null
  group by slice, is_first
  having sum(reviews) > 0
), total as (
  -- Each metric is k of e in n reviews.
  select
    slice,
    metric,
    sum(metrics.n)::bigint as n,
    sum(metrics.k)::bigint as k,
    sum(metrics.e)::bigint as e,
    sum(metrics.kk) as kk,
    sum(metrics.ke) as ke,
    sum(metrics.ee) as ee
  from summed
  cross join lateral (
    values
      ('untouched_rate', reviews, untouched, reviews, untouched, untouched, reviews),
      (
        'document_accuracy', is_first * reviews, is_first * untouched, is_first * reviews,
        is_first * untouched, is_first * untouched, is_first * reviews
      ),
      ('field_edit_rate', clusters, t, e, tt, te, ee),
      (
        'accuracy', is_first * clusters, is_first * (e - t), is_first * e, is_first * kk,
        is_first * (ee - te), is_first * ee
      ),
      ('missing_rate', final_clusters, a, f, aa, af, ff),
      (
        'recall', is_first * final_clusters, is_first * (e - t), is_first * f, is_first * kk,
        is_first * kf, is_first * ff
      )
  ) as metrics (metric, n, k, e, kk, ke, ee)
  group by slice, metric
), first_slice as (
  select
    case
      when :'of'::text = 'period' then redline.period_name(:'from'::date, :'to'::date)
      when :'a'::text <> '' then :'a'::text
      else (
        select slice
        from total
        where metric = 'untouched_rate' and slice <> :'b'::text
        order by n desc, slice
        limit 1
      )
    end as a
), slices as (
  select
    a,
    case
      when :'of'::text = 'period' then redline.period_name(
        :'from'::date - (:'to'::date - :'from'::date), :'from'::date
      )
      when :'b'::text <> '' then :'b'::text
      else (
        select slice
        from total
        where metric = 'untouched_rate' and slice <> first_slice.a
        order by n desc, slice
        limit 1
      )
    end as b
  from first_slice
), pair as (
  select
    slices.a as slice_a,
    slices.b as slice_b,
    metrics.position,
    metrics.metric,
    metrics.is_of_reviews,
    one.n as n_a,
    one.k as k_a,
    redline.ratio(one.k, one.e) as a,
    redline.clustered_error(one.n, one.k, one.e, one.kk, one.ke, one.ee) as error_a,
    other.n as n_b,
    other.k as k_b,
    redline.ratio(other.k, other.e) as b,
    redline.clustered_error(other.n, other.k, other.e, other.kk, other.ke, other.ee) as error_b
  from slices
  cross join (
    values
      (1, 'untouched_rate', true), (2, 'document_accuracy', true),
      (3, 'field_edit_rate', false), (4, 'accuracy', false), (5, 'missing_rate', false),
      (6, 'recall', false)
  ) as metrics (position, metric, is_of_reviews)
  left join total one on one.slice = slices.a and one.metric = metrics.metric
  left join total other on other.slice = slices.b and other.metric = metrics.metric
  where one.slice is not null or other.slice is not null
), figure as (
  select
    slice_a, slice_b, position, metric, a, b,
    -- Reviews are independent of each other, fields of one review are not.
    case
      when is_of_reviews then redline.newcombe_low(k_a, n_a, k_b, n_b)
      else redline.difference_low(a, error_a, b, error_b)
    end as low,
    case
      when is_of_reviews then redline.newcombe_high(k_a, n_a, k_b, n_b)
      else redline.difference_high(a, error_a, b, error_b)
    end as high,
    case
      when is_of_reviews then redline.two_proportion_p(k_a, n_a, k_b, n_b)
      else redline.difference_p(a, error_a, b, error_b)
    end as p_value
  from pair
), family as (
  select redline.benjamini_hochberg(array_agg(p_value order by position)) as p_adjusted
  from figure
)
select
  slice_a,
  slice_b,
  metric,
  a,
  b,
  a - b as difference,
  low,
  high,
  p_value,
  family.p_adjusted[position] as p_adjusted
from figure
cross join family
order by position;
