-- Statistics as SQL functions, so that an analyst in psql has the very ones that the reports use.
-- A figure that is not defined is null.

-- A share of a whole, null where there is nothing to divide by.
create function redline.ratio(part numeric, whole numeric) returns double precision
  language sql immutable parallel safe
  return case when whole <> 0 then part::double precision / whole::double precision end;

-- 95 % Wilson score interval of k successes in n independent trials, z = 1.959964.
create function redline.wilson_bound(rate double precision, n bigint, side integer)
  returns double precision
  language sql immutable parallel safe
as $$
  select case
    when n is null or n = 0 or rate is null then null
    when side < 0 and rate = 0 then 0
    when side > 0 and rate = 1 then 1
    else greatest(0, least(1, (
      rate + 1.959964::double precision ^ 2 / (2 * n)
      + side * 1.959964::double precision
        * sqrt(rate * (1 - rate) / n + 1.959964::double precision ^ 2 / (4 * n::double precision * n))
    ) / (1 + 1.959964::double precision ^ 2 / n)))
  end
$$;

create function redline.wilson_low(k bigint, n bigint) returns double precision
  language sql immutable parallel safe
  return redline.wilson_bound(redline.ratio(k, n), n, -1);

create function redline.wilson_high(k bigint, n bigint) returns double precision
  language sql immutable parallel safe
  return redline.wilson_bound(redline.ratio(k, n), n, 1);

-- Cluster-robust 95 % interval of the ratio sum(k)/sum(e) over n reviews with e > 0, on the logit
-- scale; where that is undefined, the Wilson interval of the ratio over n reviews. The sums add up
-- across days and owners: sum_kk is the sum of k squared, sum_ke of k times e, sum_ee of e squared.
create function redline.clustered_bound(
  n bigint, sum_k numeric, sum_e numeric, sum_kk numeric, sum_ke numeric, sum_ee numeric,
  side integer
) returns double precision
  language plpgsql immutable parallel safe
as $$
declare
  -- sum((k * sum_e - sum_k * e)^2), exactly.
  spread numeric := sum_e * sum_e * sum_kk - 2 * sum_e * sum_k * sum_ke + sum_k * sum_k * sum_ee;
  rate double precision := redline.ratio(sum_k, sum_e);
  half double precision;
begin
  if n is null or n = 0 or rate is null then
    return null;
  end if;
  if n < 2 or spread = 0 or sum_k = 0 or sum_k = sum_e then
    return redline.wilson_bound(rate, n, side);
  end if;
  half := 1.959964::double precision
    * sqrt(n::double precision / (n - 1) * (spread / (sum_e ^ 4))::double precision)
    / (rate * (1 - rate));
  -- exp overflows beyond 709: the bound is the end of the scale then.
  if half > 700 then
    return case when side < 0 then 0 else 1 end;
  end if;
  return 1 / (1 + exp(-side * half) * (1 - rate) / rate);
end $$;

create function redline.clustered_low(
  n bigint, sum_k numeric, sum_e numeric, sum_kk numeric, sum_ke numeric, sum_ee numeric
) returns double precision
  language sql immutable parallel safe
  return redline.clustered_bound(n, sum_k, sum_e, sum_kk, sum_ke, sum_ee, -1);

create function redline.clustered_high(
  n bigint, sum_k numeric, sum_e numeric, sum_kk numeric, sum_ke numeric, sum_ee numeric
) returns double precision
  language sql immutable parallel safe
  return redline.clustered_bound(n, sum_k, sum_e, sum_kk, sum_ke, sum_ee, 1);

-- Refuses a word of a report's parameter `by`.
create function redline.unknown_grouping(word text) returns text
  language plpgsql immutable
as $$
begin
  raise exception 'reports do not group by "%"', word using errcode = 'invalid_parameter_value';
end $$;

-- The value by which one of the words of a report's parameter `by` groups; a report gives what it
-- has. Stable, as to_char is: only so does the planner put the one branch that is meant in place
-- of the call, which makes it ten times as fast.
create function redline.group_value(
  word text, at timestamptz, document_type text default null, extraction_method text default null,
  model text default null, template text default null, format text default null,
  owner text default null, field text default null, source text default null,
  tool text default null
) returns text
  language sql stable parallel safe
  return case word
    when '' then null
    when 'day' then to_char(at at time zone 'UTC', 'YYYY-MM-DD')
    when 'week' then to_char(date_trunc('week', at at time zone 'UTC'), 'YYYY-MM-DD')
    when 'month' then to_char(at at time zone 'UTC', 'YYYY-MM')
    when 'document_type' then document_type
    when 'extraction_method' then extraction_method
    when 'model' then model
    when 'template' then template
    when 'format' then format
    when 'owner' then owner
    when 'field' then field
    when 'source' then source
    when 'tool' then tool
    else redline.unknown_grouping(word)
  end;

-- What a report shows as its grouping column: the value itself for one word of `by`, a JSON array
-- of the values for two or three.
create function redline.group_label(by_words text, first text, second text, third text)
  returns text
  language sql stable parallel safe
  return case
    when split_part(by_words, ',', 4) <> '' then redline.unknown_grouping(by_words)
    when split_part(by_words, ',', 3) <> '' then array_to_json(array[first, second, third])::text
    when split_part(by_words, ',', 2) <> '' then array_to_json(array[first, second])::text
    else first
  end;

-- The start of a day in UTC, whatever the session's time zone.
create function redline.start_of(day date) returns timestamptz
  language sql immutable
  return day::timestamp at time zone 'UTC';
