-- What roll-ups are made and read with: buckets, percentiles, dimensions.

-- The buckets of logarithmic histograms, as DDSketch has them (Masson, Rim and Lee, VLDB 2019):
-- with the ratio g = 1.01 / 0.99 of one bound to the next, any value of a bucket is within 1 % of 2
-- g^i / (g + 1) = 0.99 g^i. Zero and negative values have buckets of their own, so that the order
-- is kept.
create function redline.log_bucket(x double precision) returns smallint
  language sql immutable strict parallel safe
  return (case
    when x > 1e-9 then ceil(ln(x) / ln(1.01::double precision / 0.99))
    when x < -1e-9 then -10000 - ceil(ln(-x) / ln(1.01::double precision / 0.99))
    else -5000
  end)::smallint;

create function redline.bucket_value(bucket smallint) returns double precision
  language sql immutable strict parallel safe
  return case
    when bucket > -5000 then 0.99::double precision * power(1.01::double precision / 0.99, bucket)
    when bucket < -5000 then
      -0.99::double precision * power(1.01::double precision / 0.99, -10000 - bucket)
    else 0
  end;

-- Percentiles of a histogram, as percentile_cont has them (linear between the two nearest), from
-- buckets and the items in each, in any order; a bucket may come more than once.
create function redline.histogram_percentiles(
  buckets smallint[], items bigint[], shares double precision[]
) returns double precision[]
  language sql immutable parallel safe
begin atomic
  with filled as (
    select bucket, sum(given.items) as items
    from unnest(buckets, items) as given (bucket, items)
    group by bucket
    having sum(given.items) > 0
  ), running as (
    select
      bucket,
      sum(filled.items) over (order by bucket) as upto,
      sum(filled.items) over () as total
    from filled
  )
  select array_agg(low + (place - floor(place)) * (high - low) order by ordinality)
  from (
    select
      ordinality, place,
      redline.bucket_value(min(bucket) filter (where upto > floor(place))) as low,
      redline.bucket_value(min(bucket) filter (where upto > ceil(place))) as high
    from running
    cross join unnest(shares) with ordinality as share (share, ordinality)
    cross join lateral (select share * (total::double precision - 1) as place) placed
    group by ordinality, place
  ) found;
end;

-- The bit of an owner among the 4,096 of its chunk.
create function redline.owner_bit(number integer) returns bit
  language sql immutable strict parallel safe
  return set_bit(0::bit(4096), number % 4096, 1);

-- The day from which on a thread's day before would have counted it already: the first of the
-- period, or of the week, month or day that the row is about.
create function redline.group_start(by_words text, day date, first_day date) returns date
  language sql stable parallel safe
  return greatest(
    first_day,
    case when 'day' = any (string_to_array(by_words, ',')) then day end,
    case when 'week' = any (string_to_array(by_words, ','))
      then date_trunc('week', day::timestamp)::date end,
    case when 'month' = any (string_to_array(by_words, ','))
      then date_trunc('month', day::timestamp)::date end
  );

-- By which dimension the roll-ups answer what is asked with these words of `by`, '' for all
-- together; null where only the records do: for one owner, at another time, or by more than one
-- thing besides the time.
create function redline.rollup_dimension(by_words text, owner text, as_of text, dimensions text)
  returns text
  language sql immutable parallel safe
  return case
    when owner <> '' or as_of <> '' then null
    else (
      select case
        when count(*) = 0 then ''
        when count(*) = 1 and min(word) = any (string_to_array(dimensions, ' ')) then min(word)
      end
      from unnest(string_to_array(by_words, ',')) as word
      where word not in ('', 'day', 'week', 'month', 'field')
    )
  end;

create type redline.rollup_progress as (
  sign integer,
  day date,
  workflow_started_at timestamptz,
  document_type text,
  extraction_method text,
  model text,
  template text,
  format text,
  revision smallint,
  reviewed_at timestamptz,
  completed_at timestamptz
);

create type redline.rollup_correction_item as (
  sign integer,
  day date,
  document_type text,
  field text,
  change_type text,
  pattern text,
  owner text,
  seen_at timestamptz,
  place text
);

create type redline.rollup_interaction as (
  sign integer,
  owner text,
  occurred_at timestamptz,
  thread_id text,
  model text,
  source text,
  tokens_used bigint,
  latency_ms double precision,
  call_count integer,
  failed_call_count integer,
  repeats_previous boolean
);

create type redline.rollup_call as (
  sign integer,
  owner text,
  occurred_at timestamptz,
  tool text,
  model text,
  failed boolean,
  signature text,
  duration_ms double precision,
  place text
);

-- Gives the owners their numbers.
create function redline.number_owners(owners text[]) returns void
  language sql
  set search_path = pg_catalog
begin atomic
  insert into redline.rollup_owner (owner)
  select owner from (select distinct unnest(owners) as owner) given
  where not exists (select from redline.rollup_owner known where known.owner = given.owner)
  order by owner;
end;
