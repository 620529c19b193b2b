-- Roll-ups of confidences: what the reports calibration and review_threshold read.

-- How many items had a confidence, and how many of them were correct, by the confidence itself: bins
-- and thresholds, ties in the order of all and the lowest threshold then come out as they do from
-- the items. A confidence has to be a decimal of at most four digits for that. Finer ones are
-- counted, under the first four: a report over a day that has some counts the records.
--
-- A confidence lies at the place of its ten-thousandths, 0 to 10,000. A row has the 32 places from
-- 32 * block on, as that of a histogram its buckets: the items of each and, of those, the correct.
create table redline.rollup_confidence (
  day date not null,
  dimension text not null,
  -- Empty for all; what has none cannot be asked for.
  value text not null,
  kind text not null,
  block smallint not null,
  finer integer not null,
  i0 integer not null, i1 integer not null, i2 integer not null, i3 integer not null,
  i4 integer not null, i5 integer not null, i6 integer not null, i7 integer not null,
  i8 integer not null, i9 integer not null, i10 integer not null, i11 integer not null,
  i12 integer not null, i13 integer not null, i14 integer not null, i15 integer not null,
  i16 integer not null, i17 integer not null, i18 integer not null, i19 integer not null,
  i20 integer not null, i21 integer not null, i22 integer not null, i23 integer not null,
  i24 integer not null, i25 integer not null, i26 integer not null, i27 integer not null,
  i28 integer not null, i29 integer not null, i30 integer not null, i31 integer not null,
  c0 integer not null, c1 integer not null, c2 integer not null, c3 integer not null,
  c4 integer not null, c5 integer not null, c6 integer not null, c7 integer not null,
  c8 integer not null, c9 integer not null, c10 integer not null, c11 integer not null,
  c12 integer not null, c13 integer not null, c14 integer not null, c15 integer not null,
  c16 integer not null, c17 integer not null, c18 integer not null, c19 integer not null,
  c20 integer not null, c21 integer not null, c22 integer not null, c23 integer not null,
  c24 integer not null, c25 integer not null, c26 integer not null, c27 integer not null,
  c28 integer not null, c29 integer not null, c30 integer not null, c31 integer not null,
  constraint rollup_confidence_key unique (dimension, value, day, kind, block),
  constraint kind_is_known check (kind in ('field', 'document'))
) with (fillfactor = 70);

comment on column redline.rollup_confidence.i0 is 'i0 to i31: the items at each of the places';
comment on column redline.rollup_confidence.c0 is 'c0 to c31: how many of those are correct';

create index rollup_confidence_finer on redline.rollup_confidence (day) where finer > 0;

-- The items that came to be counted or no longer are, as redline.scored_item_as_of has them; a part
-- of roll_up_workflows.
create function redline.roll_up_confidences(versions redline.rollup_version[]) returns void
  language plpgsql
  set search_path = pg_catalog
  -- A few of very many, by their keys.
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
as $$
begin
  insert into redline.rollup_confidence as known
  select
    day,
    case
      when grouping(document_type) = 0 then 'document_type'
      when grouping(model) = 0 then 'model'
      else ''
    end,
    coalesce(document_type, model, ''),
    kind,
    place >> 5,
    sum(finer),
    coalesce(sum(items) filter (where place & 31 = 0), 0),
    coalesce(sum(items) filter (where place & 31 = 1), 0),
    coalesce(sum(items) filter (where place & 31 = 2), 0),
    coalesce(sum(items) filter (where place & 31 = 3), 0),
    coalesce(sum(items) filter (where place & 31 = 4), 0),
    coalesce(sum(items) filter (where place & 31 = 5), 0),
    coalesce(sum(items) filter (where place & 31 = 6), 0),
    coalesce(sum(items) filter (where place & 31 = 7), 0),
    coalesce(sum(items) filter (where place & 31 = 8), 0),
    coalesce(sum(items) filter (where place & 31 = 9), 0),
    coalesce(sum(items) filter (where place & 31 = 10), 0),
    coalesce(sum(items) filter (where place & 31 = 11), 0),
    coalesce(sum(items) filter (where place & 31 = 12), 0),
    coalesce(sum(items) filter (where place & 31 = 13), 0),
    coalesce(sum(items) filter (where place & 31 = 14), 0),
    coalesce(sum(items) filter (where place & 31 = 15), 0),
    coalesce(sum(items) filter (where place & 31 = 16), 0),
    coalesce(sum(items) filter (where place & 31 = 17), 0),
    coalesce(sum(items) filter (where place & 31 = 18), 0),
    coalesce(sum(items) filter (where place & 31 = 19), 0),
    coalesce(sum(items) filter (where place & 31 = 20), 0),
    coalesce(sum(items) filter (where place & 31 = 21), 0),
    coalesce(sum(items) filter (where place & 31 = 22), 0),
    coalesce(sum(items) filter (where place & 31 = 23), 0),
    coalesce(sum(items) filter (where place & 31 = 24), 0),
    coalesce(sum(items) filter (where place & 31 = 25), 0),
    coalesce(sum(items) filter (where place & 31 = 26), 0),
    coalesce(sum(items) filter (where place & 31 = 27), 0),
    coalesce(sum(items) filter (where place & 31 = 28), 0),
    coalesce(sum(items) filter (where place & 31 = 29), 0),
    coalesce(sum(items) filter (where place & 31 = 30), 0),
    coalesce(sum(items) filter (where place & 31 = 31), 0),
    coalesce(sum(correct) filter (where place & 31 = 0), 0),
    coalesce(sum(correct) filter (where place & 31 = 1), 0),
    coalesce(sum(correct) filter (where place & 31 = 2), 0),
    coalesce(sum(correct) filter (where place & 31 = 3), 0),
    coalesce(sum(correct) filter (where place & 31 = 4), 0),
    coalesce(sum(correct) filter (where place & 31 = 5), 0),
    coalesce(sum(correct) filter (where place & 31 = 6), 0),
    coalesce(sum(correct) filter (where place & 31 = 7), 0),
    coalesce(sum(correct) filter (where place & 31 = 8), 0),
    coalesce(sum(correct) filter (where place & 31 = 9), 0),
    coalesce(sum(correct) filter (where place & 31 = 10), 0),
    coalesce(sum(correct) filter (where place & 31 = 11), 0),
    coalesce(sum(correct) filter (where place & 31 = 12), 0),
    coalesce(sum(correct) filter (where place & 31 = 13), 0),
    coalesce(sum(correct) filter (where place & 31 = 14), 0),
    coalesce(sum(correct) filter (where place & 31 = 15), 0),
    coalesce(sum(correct) filter (where place & 31 = 16), 0),
    coalesce(sum(correct) filter (where place & 31 = 17), 0),
    coalesce(sum(correct) filter (where place & 31 = 18), 0),
    coalesce(sum(correct) filter (where place & 31 = 19), 0),
    coalesce(sum(correct) filter (where place & 31 = 20), 0),
    coalesce(sum(correct) filter (where place & 31 = 21), 0),
    coalesce(sum(correct) filter (where place & 31 = 22), 0),
    coalesce(sum(correct) filter (where place & 31 = 23), 0),
    coalesce(sum(correct) filter (where place & 31 = 24), 0),
    coalesce(sum(correct) filter (where place & 31 = 25), 0),
    coalesce(sum(correct) filter (where place & 31 = 26), 0),
    coalesce(sum(correct) filter (where place & 31 = 27), 0),
    coalesce(sum(correct) filter (where place & 31 = 28), 0),
    coalesce(sum(correct) filter (where place & 31 = 29), 0),
    coalesce(sum(correct) filter (where place & 31 = 30), 0),
    coalesce(sum(correct) filter (where place & 31 = 31), 0)
  from (
    -- By all at once first: these are far fewer than the items.
    select
      review.day,
      review.document_type,
      review.model,
      case when review.scored_confidence is null then 'document' else 'field' end as kind,
      floor(scaled.ten_thousandths)::smallint as place,
      sum(review.sign)::integer as items,
      coalesce(sum(review.sign) filter (where case
        when review.is_untouched then true
        when item.path is null then false
        else not redline.is_changed(item.path, changed.places)
      end), 0)::integer as correct,
      -- No decimal of four digits.
      coalesce(
        sum(review.sign) filter (where scaled.ten_thousandths <> floor(scaled.ten_thousandths)), 0
      ) as finer
    from (
      -- A review that is as it was counted has none.
      select
        sum(sign)::integer as sign, owner, workflow_id, recorded_start, day,
        modified + deleted + added = 0 as is_untouched,
        max(own_document_type) as document_type,
        max(own_model) as model,
        max(scored_path) as scored_path,
        max(scored_confidence) as scored_confidence,
        max(document_confidence) as document_confidence
      from unnest(versions)
      where revision = 1 and is_reviewed and has_initial
      group by owner, workflow_id, recorded_start, day, is_untouched
      having sum(sign) <> 0
    ) review
    cross join lateral (
      select array_agg(place order by place) as places
      from (
        select
          hashtextextended(array_to_string((string_to_array(original_path, '/'))[:depth], '/'), 0)
            as place
        from redline.correction
        cross join lateral
          generate_series(2, cardinality(string_to_array(original_path, '/'))) as depth
        where not review.is_untouched
          and review.scored_path is not null
          and correction.owner = review.owner
          and correction.workflow_started_at = review.recorded_start
          and correction.workflow_id = review.workflow_id
          and correction.revision = 1
      ) hashes
    ) changed
    cross join lateral unnest(
      coalesce(review.scored_confidence, array[review.document_confidence]), review.scored_path
    ) as item (confidence, path)
    -- A decimal of four digits is the number that is nearest to so many ten-thousandths.
    cross join lateral (
      select case
        when item.confidence = round(item.confidence * 10000) / 10000
          then round(item.confidence * 10000)
        else floor(item.confidence * 10000) + 0.5
      end as ten_thousandths
    ) scaled
    where item.confidence is not null
    group by review.day, review.document_type, review.model, kind, place
  ) scored
  group by day, kind, place >> 5, grouping sets ((), (document_type), (model))
  having grouping(document_type, model) = 3 or coalesce(document_type, model) is not null
  on conflict on constraint rollup_confidence_key do update set
    finer = known.finer + excluded.finer,
    i0 = known.i0 + excluded.i0, i1 = known.i1 + excluded.i1, i2 = known.i2 + excluded.i2,
    i3 = known.i3 + excluded.i3, i4 = known.i4 + excluded.i4, i5 = known.i5 + excluded.i5,
    i6 = known.i6 + excluded.i6, i7 = known.i7 + excluded.i7, i8 = known.i8 + excluded.i8,
    i9 = known.i9 + excluded.i9, i10 = known.i10 + excluded.i10, i11 = known.i11 + excluded.i11,
    i12 = known.i12 + excluded.i12, i13 = known.i13 + excluded.i13, i14 = known.i14 + excluded.i14,
    i15 = known.i15 + excluded.i15, i16 = known.i16 + excluded.i16, i17 = known.i17 + excluded.i17,
    i18 = known.i18 + excluded.i18, i19 = known.i19 + excluded.i19, i20 = known.i20 + excluded.i20,
    i21 = known.i21 + excluded.i21, i22 = known.i22 + excluded.i22, i23 = known.i23 + excluded.i23,
    i24 = known.i24 + excluded.i24, i25 = known.i25 + excluded.i25, i26 = known.i26 + excluded.i26,
    i27 = known.i27 + excluded.i27, i28 = known.i28 + excluded.i28, i29 = known.i29 + excluded.i29,
    i30 = known.i30 + excluded.i30, i31 = known.i31 + excluded.i31,
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
end $$;

-- By what the items are chosen, in words for redline.rollup_dimension.
create function redline.words_of_items(
  document_type text, model text, field text, first_day date, end_day date
) returns text
  language sql stable parallel safe
  return concat_ws(
    ',',
    case when document_type <> '' then 'document_type' end,
    case when model <> '' then 'model' end,
    case when field <> '' then 'field' end,
    (
      select 'finer'
      from redline.rollup_confidence
      where day >= first_day and day < end_day and finer > 0
      limit 1
    )
  );

-- What the roll-ups have of a period: a row a confidence.
create function redline.confidence_tally(
  asked_dimension text, asked_value text, first_day date, end_day date, asked_items text
) returns table (confidence numeric, items bigint, correct bigint)
  language sql stable parallel safe
begin atomic
  select trim_scale((block * 32 + place - 1) / 10000.0), counted.items, counted.correct
  from (
    select
      block,
      array[
        sum(i0), sum(i1), sum(i2), sum(i3), sum(i4), sum(i5), sum(i6), sum(i7), sum(i8), sum(i9),
        sum(i10), sum(i11), sum(i12), sum(i13), sum(i14), sum(i15), sum(i16), sum(i17), sum(i18),
        sum(i19), sum(i20), sum(i21), sum(i22), sum(i23), sum(i24), sum(i25), sum(i26), sum(i27),
        sum(i28), sum(i29), sum(i30), sum(i31)
      ] as items,
      array[
        sum(c0), sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6), sum(c7), sum(c8), sum(c9),
        sum(c10), sum(c11), sum(c12), sum(c13), sum(c14), sum(c15), sum(c16), sum(c17), sum(c18),
        sum(c19), sum(c20), sum(c21), sum(c22), sum(c23), sum(c24), sum(c25), sum(c26), sum(c27),
        sum(c28), sum(c29), sum(c30), sum(c31)
      ] as correct
    from redline.rollup_confidence
    where dimension = asked_dimension and value = asked_value
      and day >= first_day and day < end_day
      and case asked_items
        when 'all' then true
        when 'field' then kind = 'field'
        when 'document' then kind = 'document'
        else redline.unknown_items(asked_items)
      end
    group by block
  ) blocks
  cross join lateral unnest(blocks.items, blocks.correct)
    with ordinality as counted (items, correct, place)
  where counted.items > 0;
end;

grant select on redline.rollup_confidence to
  redline_analyst, redline_miner, redline_compliance, redline_admin;
