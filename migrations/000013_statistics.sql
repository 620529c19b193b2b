-- Statistics for comparisons, as SQL functions beside those of 000007: an analyst in psql has the
-- very ones that the reports use. A figure that is not defined is null.

-- The complementary error function, 1 - erf(x), to about 2e-16 of its value: the rational Chebyshev
-- approximations of W. J. Cody, "Rational Chebyshev approximations for the error function",
-- Mathematics of Computation 23 (1969), with the coefficients of his CALERF.
create function redline.erfc(x double precision) returns double precision
  language plpgsql immutable strict parallel safe
as $$
declare
  size double precision := abs(x);
  -- Of erf(x) / x up to 0.46875, of erfc(x) up to 4, and of what comes after.
  low_top double precision[] := '{1.85777706184603153e-1,3.16112374387056560e0,
    1.13864154151050156e2,3.77485237685302021e2,3.20937758913846947e3}';
  low_bottom double precision[] := '{1,2.36012909523441209e1,2.44024637934444173e2,
    1.28261652607737228e3,2.84423683343917062e3}';
  middle_top double precision[] := '{2.15311535474403846e-8,5.64188496988670089e-1,
    8.88314979438837594e0,6.61191906371416295e1,2.98635138197400131e2,8.81952221241769090e2,
    1.71204761263407058e3,2.05107837782607147e3,1.23033935479799725e3}';
  middle_bottom double precision[] := '{1,1.57449261107098347e1,1.17693950891312499e2,
    5.37181101862009858e2,1.62138957456669019e3,3.29079923573345963e3,4.36261909014324716e3,
    3.43936767414372164e3,1.23033935480374942e3}';
  high_top double precision[] := '{1.63153871373020978e-2,3.05326634961232344e-1,
    3.60344899949804439e-1,1.25781726111229246e-1,1.60837851487422766e-2,6.58749161529837803e-4}';
  high_bottom double precision[] := '{1,2.56852019228982242e0,1.87295284992346725e0,
    5.27905102951428412e-1,6.05183413124413191e-2,2.33520497626869185e-3}';
  -- 1 / sqrt(pi).
  inverse_root_pi double precision := 5.6418958354775628695e-1;
  rounded double precision;
  result double precision;
begin
  if x = 'NaN' then
    return null;
  -- So near to 1 that a double has nothing between; the square could be too small for one.
  elsif size < 1e-17 then
    return 1;
  elsif size <= 0.46875 then
    return 1 - x * redline.horner(low_top, x * x) / redline.horner(low_bottom, x * x);
  -- Less than a double can hold without losing digits.
  elsif size > 26.5 then
    return case when x > 0 then 0 else 2 end;
  elsif size <= 4 then
    result := redline.horner(middle_top, size) / redline.horner(middle_bottom, size);
  else
    result := 1 / (size * size);
    result := (
      inverse_root_pi
        - result * redline.horner(high_top, result) / redline.horner(high_bottom, result)
    ) / size;
  end if;
  -- exp(-x * x), with the square in two parts so that its rounding does not count.
  rounded := trunc(size * 16) / 16;
  result := exp(-rounded * rounded) * (exp(-(size - rounded) * (size + rounded)) * result);
  return case when x > 0 then result else 2 - result end;
end $$;

-- A polynomial by its coefficients, that of the highest power first.
create function redline.horner(coefficients double precision[], x double precision)
  returns double precision
  language plpgsql immutable strict parallel safe
as $$
declare
  result double precision := 0;
  coefficient double precision;
begin
  foreach coefficient in array coefficients loop
    result := result * x + coefficient;
  end loop;
  return result;
end $$;

-- How likely a standard normal variable is above z.
create function redline.normal_upper_tail(z double precision) returns double precision
  language sql immutable parallel safe
  return redline.erfc(z / sqrt(2::double precision)) / 2;

-- How likely a standard normal variable is at least as far from 0 as z, on either side.
create function redline.two_sided_p(z double precision) returns double precision
  language sql immutable parallel safe
  return redline.erfc(abs(z) / sqrt(2::double precision));

-- 95 % interval of the difference of two independent proportions, k1/n1 - k2/n2: Newcombe's hybrid
-- score interval, which is method 10 of R. G. Newcombe, "Interval estimation for the difference
-- between independent proportions", Statistics in Medicine 17 (1998), 873-890.
create function redline.newcombe_low(k1 bigint, n1 bigint, k2 bigint, n2 bigint)
  returns double precision
  language sql immutable parallel safe
  return case when n1 > 0 and n2 > 0 then
    greatest(-1::double precision, redline.ratio(k1, n1) - redline.ratio(k2, n2) - sqrt(
      (redline.ratio(k1, n1) - redline.wilson_low(k1, n1)) ^ 2
      + (redline.wilson_high(k2, n2) - redline.ratio(k2, n2)) ^ 2
    ))
  end;

create function redline.newcombe_high(k1 bigint, n1 bigint, k2 bigint, n2 bigint)
  returns double precision
  language sql immutable parallel safe
  return -redline.newcombe_low(k2, n2, k1, n1);

-- Two-sided p-value of the difference of two independent proportions: the score test, z with the
-- variance of both taken together. Null where that has none: both proportions are 0, or both 1.
create function redline.two_proportion_p(k1 bigint, n1 bigint, k2 bigint, n2 bigint)
  returns double precision
  language sql immutable parallel safe
  return case when n1 > 0 and n2 > 0 and k1 + k2 > 0 and k1 + k2 < n1 + n2 then
    redline.two_sided_p(
      (redline.ratio(k1, n1) - redline.ratio(k2, n2)) / sqrt(
        redline.ratio(k1 + k2, n1 + n2) * (1 - redline.ratio(k1 + k2, n1 + n2))
        * (1 / n1::double precision + 1 / n2::double precision)
      )
    )
  end;

-- Variance of the ratio sum(k)/sum(e) over n reviews with e > 0, the reviews being independent and
-- what is within one not: the linearised ("cluster-robust") estimator of a ratio, as W. G. Cochran,
-- Sampling Techniques (3rd edition, 1977), section 6.3, has it. The sums are those of
-- redline.clustered_low.
create function redline.clustered_variance(
  n bigint, sum_k numeric, sum_e numeric, sum_kk numeric, sum_ke numeric, sum_ee numeric
) returns double precision
  language sql immutable parallel safe
  return case when n > 1 and sum_e > 0 then
    n::double precision / (n - 1) * (
      (sum_e * sum_e * sum_kk - 2 * sum_e * sum_k * sum_ke + sum_k * sum_k * sum_ee)
      / (sum_e * sum_e * sum_e * sum_e)
    )::double precision
  end;

-- Standard error of that ratio as comparisons take it. Where the reviews show no variance (there is
-- one alone, or all have the same ratio), the longer arm of the Wilson interval over n reviews
-- stands in: no variance seen in three reviews is not the same as none.
create function redline.clustered_error(
  n bigint, sum_k numeric, sum_e numeric, sum_kk numeric, sum_ke numeric, sum_ee numeric
) returns double precision
  language plpgsql immutable parallel safe
as $$
declare
  variance double precision :=
    redline.clustered_variance(n, sum_k, sum_e, sum_kk, sum_ke, sum_ee);
  rate double precision := redline.ratio(sum_k, sum_e);
begin
  if variance > 0 then
    return sqrt(variance);
  end if;
  return greatest(
    rate - redline.wilson_bound(rate, n, -1), redline.wilson_bound(rate, n, 1) - rate
  ) / 1.959964::double precision;
end $$;

-- 95 % interval of the difference a - b of two rates with their standard errors, independent of
-- each other.
create function redline.difference_low(
  a double precision, error_a double precision, b double precision, error_b double precision
) returns double precision
  language sql immutable parallel safe
  return case when a - b is not null and error_a + error_b is not null then
    greatest(-1, a - b - 1.959964::double precision * sqrt(error_a ^ 2 + error_b ^ 2))
  end;

create function redline.difference_high(
  a double precision, error_a double precision, b double precision, error_b double precision
) returns double precision
  language sql immutable parallel safe
  return -redline.difference_low(b, error_b, a, error_a);

-- Two-sided p-value of that difference.
create function redline.difference_p(
  a double precision, error_a double precision, b double precision, error_b double precision
) returns double precision
  language sql immutable parallel safe
  return case when error_a > 0 or error_b > 0 then
    redline.two_sided_p((a - b) / sqrt(error_a ^ 2 + error_b ^ 2))
  end;

-- The p-values of a family adjusted for their number, in the same places: the step-up procedure of
-- Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal
-- Statistical Society B 57 (1995), 289-300. Whoever takes those of at most 0.05 for real is wrong
-- about 5 % of them. A null is no member of the family, and stays one.
create function redline.benjamini_hochberg(p double precision[]) returns double precision[]
  language sql immutable parallel safe
as $$
  select coalesce(
    array_agg(case when value is not null then adjusted end order by position), p
  )
  from (
    select value, position, min(least(1, value * members / rank)) over (
      order by value desc nulls last
    ) as adjusted
    from (
      -- Equal values have the rank of the last of them.
      select value, position, count(value) over () as members,
        count(value) over (order by value) as rank
      from unnest(p) with ordinality as family (value, position)
    ) ranked
  ) stepped
$$;

-- Refuses a word of the parameter `of` of a comparison.
create function redline.unknown_slice(word text) returns text
  language plpgsql immutable
as $$
begin
  raise exception 'reports do not compare by "%"', word
    using errcode = 'invalid_parameter_value', column = 'of';
end $$;

-- The name of a period as a slice.
create function redline.period_name(first_day date, end_day date) returns text
  language sql immutable parallel safe
  return to_char(first_day, 'YYYY-MM-DD') || '..' || to_char(end_day, 'YYYY-MM-DD');
