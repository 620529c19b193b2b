-- What roll-ups are made and read with: buckets, percentiles, dimensions.

-- The buckets of logarithmic histograms, as DDSketch has them (Masson, Rim and Lee, VLDB 2019):
-- with the ratio g = 1.01 / 0.99 of one bound to the next, any value of a bucket is within 1 % of 2
-- g^i / (g + 1) = 0.99 g^i. Zero and negative values have buckets of their own, so that the order
-- is kept.
-- Not strict: PostgreSQL puts the body of a strict function of this form in the place of no call.
create function redline.log_bucket(x double precision) returns smallint
  language sql immutable parallel safe
  return (case
    when x > 1e-9 then ceil(ln(x) / ln(1.01::double precision / 0.99))
    when x < -1e-9 then -10000 - ceil(ln(-x) / ln(1.01::double precision / 0.99))
    when x is not null then -5000
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
-- blocks of 32 buckets, each with the items in them, in any order; a block may come more than once.
create function redline.histogram_percentiles(
  blocks smallint[], items bigint[], shares double precision[]
) returns double precision[]
  language sql immutable parallel safe
begin atomic
  select case when total > 0 then array(
    -- The first bucket up to which there are more than so many.
    select low + (place - floor(place)) * (high - low)
    from unnest(shares) with ordinality as share (share, ordinality)
    cross join lateral (select share * (total - 1) as place) placed
    cross join lateral (
      select
        redline.bucket_value(filled[1 + width_bucket(floor(place), upto)]) as low,
        redline.bucket_value(filled[1 + width_bucket(ceil(place), upto)]) as high
    ) found
    order by ordinality
  ) end
  from (
    select
      array_agg(bucket order by bucket) as filled,
      array_agg(running order by bucket) as upto,
      max(running) as total
    from (
      select
        bucket,
        sum(sum(given.items)) over (order by bucket)::double precision as running
      from unnest(items) with ordinality as given (items, place)
      cross join lateral (
        select (blocks[(place - 1) / 32 + 1] * 32 + (place - 1) % 32)::smallint as bucket
      ) placed
      where given.items <> 0
      group by bucket
      having sum(given.items) > 0
    ) filled
  ) histogram;
end;

-- The histograms of measures over a period, in the groups of a report: a row a block.
create function redline.histogram_blocks(
  measures text[], dimension text, first_day date, end_day date, by_words text
) returns table (
    first_group text, second_group text, third_group text, measure text, block smallint,
    items bigint[]
  )
  language sql stable parallel safe
begin atomic
  select
    redline.group_value(
      split_part(by_words, ',', 1), redline.start_of(day), value, value, value, value, value,
      source => value, tool => value
    ),
    redline.group_value(
      split_part(by_words, ',', 2), redline.start_of(day), value, value, value, value, value,
      source => value, tool => value
    ),
    redline.group_value(
      split_part(by_words, ',', 3), redline.start_of(day), value, value, value, value, value,
      source => value, tool => value
    ),
    measure,
    block,
    array[
      sum(c0), sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6), sum(c7), sum(c8), sum(c9),
      sum(c10), sum(c11), sum(c12), sum(c13), sum(c14), sum(c15), sum(c16), sum(c17), sum(c18),
      sum(c19), sum(c20), sum(c21), sum(c22), sum(c23), sum(c24), sum(c25), sum(c26), sum(c27),
      sum(c28), sum(c29), sum(c30), sum(c31)
    ]
  from redline.rollup_histogram
  where measure = any (measures) and rollup_histogram.dimension = histogram_blocks.dimension
    and day >= first_day and day < end_day
  group by 1, 2, 3, measure, block;
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
-- together; null where only the records do: for one owner, at another time, or by more than one of
-- the dimensions. What their rows have besides can be asked for in any number.
create function redline.rollup_dimension(
  by_words text, owner text, as_of text, dimensions text, besides text default ''
) returns text
  language sql immutable parallel safe
  return case
    when owner <> '' or as_of <> '' then null
    else (
      select case
        when count(*) = 0 then ''
        when count(*) = 1 and min(word) = any (string_to_array(dimensions, ' ')) then min(word)
      end
      from unnest(string_to_array(by_words, ',')) as word
      where word not in ('', 'day', 'week', 'month', 'period')
        and word <> all (string_to_array(besides, ' '))
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

-- So many values that came to lie in a bucket, or no longer do.
create type redline.rollup_sample as (
  measure text,
  day date,
  dimension text,
  value text,
  bucket smallint,
  items bigint
);

create function redline.add_samples(samples redline.rollup_sample[]) returns void
  language sql
  set search_path = pg_catalog
begin atomic
  insert into redline.rollup_histogram as known
  select
    measure, day, dimension, value, bucket >> 5,
    coalesce(sum(items) filter (where bucket & 31 = 0), 0),
    coalesce(sum(items) filter (where bucket & 31 = 1), 0),
    coalesce(sum(items) filter (where bucket & 31 = 2), 0),
    coalesce(sum(items) filter (where bucket & 31 = 3), 0),
    coalesce(sum(items) filter (where bucket & 31 = 4), 0),
    coalesce(sum(items) filter (where bucket & 31 = 5), 0),
    coalesce(sum(items) filter (where bucket & 31 = 6), 0),
    coalesce(sum(items) filter (where bucket & 31 = 7), 0),
    coalesce(sum(items) filter (where bucket & 31 = 8), 0),
    coalesce(sum(items) filter (where bucket & 31 = 9), 0),
    coalesce(sum(items) filter (where bucket & 31 = 10), 0),
    coalesce(sum(items) filter (where bucket & 31 = 11), 0),
    coalesce(sum(items) filter (where bucket & 31 = 12), 0),
    coalesce(sum(items) filter (where bucket & 31 = 13), 0),
    coalesce(sum(items) filter (where bucket & 31 = 14), 0),
    coalesce(sum(items) filter (where bucket & 31 = 15), 0),
    coalesce(sum(items) filter (where bucket & 31 = 16), 0),
    coalesce(sum(items) filter (where bucket & 31 = 17), 0),
    coalesce(sum(items) filter (where bucket & 31 = 18), 0),
    coalesce(sum(items) filter (where bucket & 31 = 19), 0),
    coalesce(sum(items) filter (where bucket & 31 = 20), 0),
    coalesce(sum(items) filter (where bucket & 31 = 21), 0),
    coalesce(sum(items) filter (where bucket & 31 = 22), 0),
    coalesce(sum(items) filter (where bucket & 31 = 23), 0),
    coalesce(sum(items) filter (where bucket & 31 = 24), 0),
    coalesce(sum(items) filter (where bucket & 31 = 25), 0),
    coalesce(sum(items) filter (where bucket & 31 = 26), 0),
    coalesce(sum(items) filter (where bucket & 31 = 27), 0),
    coalesce(sum(items) filter (where bucket & 31 = 28), 0),
    coalesce(sum(items) filter (where bucket & 31 = 29), 0),
    coalesce(sum(items) filter (where bucket & 31 = 30), 0),
    coalesce(sum(items) filter (where bucket & 31 = 31), 0)
  from unnest(samples)
  where items <> 0
  group by measure, day, dimension, value, bucket >> 5
  on conflict on constraint rollup_histogram_key do update set
    c0 = known.c0 + excluded.c0, c1 = known.c1 + excluded.c1, c2 = known.c2 + excluded.c2,
    c3 = known.c3 + excluded.c3, c4 = known.c4 + excluded.c4, c5 = known.c5 + excluded.c5,
    c6 = known.c6 + excluded.c6, c7 = known.c7 + excluded.c7, c8 = known.c8 + excluded.c8,
    c9 = known.c9 + excluded.c9, c10 = known.c10 + excluded.c10, c11 = known.c11 + excluded.c11,
    c12 = known.c12 + excluded.c12, c13 = known.c13 + excluded.c13, c14 = known.c14 + excluded.c14,
    c15 = known.c15 + excluded.c15, c16 = known.c16 + excluded.c16, c17 = known.c17 + excluded.c17,
    c18 = known.c18 + excluded.c18, c19 = known.c19 + excluded.c19, c20 = known.c20 + excluded.c20,
    c21 = known.c21 + excluded.c21, c22 = known.c22 + excluded.c22, c23 = known.c23 + excluded.c23,
    c24 = known.c24 + excluded.c24, c25 = known.c25 + excluded.c25, c26 = known.c26 + excluded.c26,
    c27 = known.c27 + excluded.c27, c28 = known.c28 + excluded.c28, c29 = known.c29 + excluded.c29,
    c30 = known.c30 + excluded.c30, c31 = known.c31 + excluded.c31;
end;
