-- The records that `make bench-reports` reports on, put straight into redline's tables: :workflows
-- workflows with about three stages each and :interactions interactions, over the :days days before
-- :until, of :owners owners. The same :seed (a whole number) gives the same records.
--
--   psql -v workflows=1000000 -v interactions=2000000 -v owners=5000 -v days=30 \
--     -v until=2026-01-31 -v seed=1 -f bench/reports_records.sql
--
-- What is measured beside a record (its fields, changes, times) is drawn, and agrees with itself:
-- the corrections of a review add up to its counts. The documents inside the records are only as
-- large as such documents are. Either half can be left out with a 0, so that two sessions can make
-- one each.
\set ON_ERROR_STOP on
\if :{?workflows} \else \set workflows 1000000 \endif
\if :{?interactions} \else \set interactions 2000000 \endif
\if :{?owners} \else \set owners 5000 \endif
\if :{?days} \else \set days 30 \endif
\if :{?seed} \else \set seed 1 \endif
\if :{?until} \else
select (now() at time zone 'UTC')::date as until \gset
\endif

set synchronous_commit = off;
set work_mem = '256MB';
set temp_buffers = '256MB';
set client_min_messages = warning;
set search_path = pg_temp, redline;

-- Nothing of it is to run out while it is measured.
update setting set value = (2 * :days + (now()::date - :'until'::date))
where name in ('export_retention_days', 'interaction_retention_days')
  and value::integer < 2 * :days + (now()::date - :'until'::date);
select ensure_partitions(kind, start_of(:'until'::date) - make_interval(days => ago))
from unnest(array['export', 'interaction']) kind, generate_series(0, :days) ago
order by kind, ago \g /dev/null

-- A number from 0 to below 1 for an item and a use of it: the same in any order of asking.
create function pg_temp.draw(item bigint, use integer) returns double precision
  language sql immutable parallel safe
  return (hashint8extended(item, :seed * 1000::bigint + use) & 4503599627370495)::double precision
    / 4503599627370496;

-- A number of the normal distribution; it takes two draws.
create function pg_temp.normal(item bigint, use integer) returns double precision
  language sql immutable parallel safe
  return sqrt(-2 * ln(1 - pg_temp.draw(item, use))) * cos(2 * pi() * pg_temp.draw(item, use + 500));

-- When the item of a whole happened: in their order, most of them around noon.
create function pg_temp.moment(item bigint, whole bigint) returns timestamptz
  language sql immutable parallel safe
  return start_of(:'until'::date) + make_interval(secs => 86400 * (
    ((item - 0.9 + 0.8 * pg_temp.draw(item, 99)) * :days / whole) - :days
    + 0.1 * sin(2 * pi() * (item - 0.9 + 0.8 * pg_temp.draw(item, 99)) * :days / whole)
  ));

-- Few owners have many records and many have few (Zipf's law, shifted as Mandelbrot did).
create function pg_temp.owner_of(item bigint, use integer) returns text
  language sql immutable parallel safe
  return 'person' || floor(20 * ((:owners + 20) / 20.0) ^ pg_temp.draw(item, use) - 19)::integer
    || '@example.com';

-- Whole milliseconds, as clocks of clients give them.
create function pg_temp.in_milliseconds(at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return date_trunc('milliseconds', at);

-- The documents: a type, the single fields, those of each of its items, and what is often missing.
create temporary table document (
  place serial, type text, prefix text, single text[], list text, item text[], extra text[]
);
insert into document (type, prefix, single, list, item, extra) values
  ('invoice', 'INV',
    '{invoice_number,invoice_date,due_date,vendor,vendor_address,vendor_tax_id,customer,
      purchase_order,currency,subtotal,tax_rate,tax,total}',
    'line_items', '{description,quantity,amount}', '{payment_terms,iban,discount}'),
  ('receipt', 'REC',
    '{merchant,address,phone,date,time,currency,subtotal,tax,tip,total,payment_method,card_digits}',
    'items', '{name,price}', '{cashier,receipt_number,loyalty_id}'),
  ('contract', 'CON',
    '{title,contract_number,effective_date,end_date,governing_law,notice_period,value,currency,
      renewal,signed_on,signed_by,place}',
    'parties', '{name,role,address}', '{termination_fee,penalty,annex}'),
  ('purchase_order', 'PO',
    '{order_number,order_date,supplier,supplier_address,buyer,delivery_date,delivery_address,
      incoterm,currency,subtotal,tax,total}',
    'lines', '{sku,description,quantity,unit_price}', '{contact,cost_centre,project}'),
  ('bank_statement', 'BNK',
    '{bank,account_holder,iban,bic,period_start,period_end,opening_balance,closing_balance,currency,
      statement_number,branch,page_count}',
    'transactions', '{date,text,amount}', '{overdraft_limit,interest_rate,adviser}'),
  ('medical_report', 'MED',
    '{patient,birth_date,patient_number,physician,department,admitted_on,discharged_on,diagnosis,
      icd_code,anamnesis,findings,therapy,recommendation}',
    'medications', '{name,dose}', '{allergies,next_visit,insurer}');

-- A number for a value of a field, the same for the same, as redline stores one for each leaf.
create function pg_temp.leaf_key(field text, value text) returns bigint
  language sql immutable parallel safe
  return hashtextextended(field || ' ' || value, 7);

-- The numbers of a document's leaves: its own values in the single fields and 1 in those of the
-- first item, but what was to be mended in some places; then those of further items.
create function pg_temp.leaf_keys(
  n bigint, field text[], singles integer, further bigint[], mended integer[], given bigint[]
) returns bigint[]
  language sql immutable parallel safe
  return array(
    select coalesce(
      given[array_position(mended, place)],
      pg_temp.leaf_key(field[place], case when place <= singles then n else 1 end::text)
    )
    from generate_subscripts(field, 1) as place
  ) || further;

-- A document of a type with 1 to 5 items: its field names as redline measures them, and its text,
-- with the number of the workflow to be put in.
create temporary table layout as
select
  place,
  items,
  type,
  prefix,
  cardinality(single) as singles,
  names.field,
  names.field_extracted,
  array_fill(0, array[cardinality(names.field)]) as zeros,
  (select sum(leaves) from unnest(names.field_extracted) leaves)::integer as extracted,
  array(select '/' || name from unnest(extra) name) as extra,
  array(
    select pg_temp.leaf_key('/' || list || '/*/' || name, number::text)
    from unnest(item) name, generate_series(2, items) number
  ) as further,
  '{' || (
    select string_agg(format('"%s":"%s %%1$s"', name, left(replace(name, '_', ' '), 6)), ','
      order by ordinal)
    from unnest(single) with ordinality as leaf (name, ordinal)
  ) || ',"' || list || '":[' || (
    select string_agg('{' || leaves || '}', ',')
    from generate_series(1, items) number, lateral (
      select string_agg(format('"%s":"%s%s"', name, left(name, 3), number), ',' order by ordinal)
        as leaves
      from unnest(item) with ordinality as leaf (name, ordinal)
    ) leaf
  ) || ']}' as document
from document, generate_series(1, 5) items, lateral (
  select
    array_agg(name order by ordinal) as field,
    array_agg(leaves order by ordinal) as field_extracted
  from (
    select '/' || name as name, 1 as leaves, ordinal
    from unnest(single) with ordinality as leaf (name, ordinal)
    union all
    select '/' || list || '/*/' || name, items, 100 + ordinal
    from unnest(item) with ordinality as leaf (name, ordinal)
  ) leaf
) names;

-- The confidences of single fields, with one of them weak or none (0), in twenty variants.
create temporary table score as
select
  place, weak, variant,
  array_agg(confidence order by ordinal) as confidence,
  '{' || string_agg(format('"/%s":%s', name, confidence), ',' order by ordinal) || '}' as text
from document
cross join generate_series(0, cardinality(single)) weak
cross join generate_series(0, 19) variant
cross join lateral (
  select
    name, ordinal,
    round((case ordinal when weak then 0.4 + 0.5 * drawn else 1 - 0.25 * drawn ^ 3 end)::numeric, 3)
      ::double precision as confidence
  from unnest(single) with ordinality as leaf (name, ordinal), lateral (
    select pg_temp.draw(((place * 20 + weak) * 20 + variant) * 20 + ordinal, 70) as drawn
  ) noise
) leaf
group by place, weak, variant;

-- The classes of modifications: pairs of values, with a number to be put in so that some come
-- again, and the distance between two strings.
create temporary table class (
  place serial, pattern text, original text, modified text, distance integer
);
insert into class (pattern, original, modified, distance) values
  ('typo', '"Shipmnt %s"', '"Shipment %s"', 1),
  ('typo', '"Blue Harbour %s"', '"Blue Harbor %s"', 1),
  ('typo', '"Recieved %s pcs"', '"Received %s pcs"', 2),
  ('rewrite', '"See the annex, item %s"', '"Delivery is late by %s days"', 20),
  ('rewrite', '"Net %s"', '"Payable within %s days"', 19),
  ('filled', 'null', '"Dept. %s"', null),
  ('filled', '""', '"K-%s"', null),
  ('decimal_shift', '1%s.50', '1%s5.0', null),
  ('type', '"%s"', '%s', null),
  ('whitespace', '"ACME  %s"', '"ACME %s"', 1),
  ('truncation', '"Hofmann %s"', '"Hofmann %s KG"', 3),
  ('case', '"gmbh %s"', '"GmbH %s"', 2),
  ('date_format', '"2026-03-1%1$s"', '"1%1$s.03.2026"', 8),
  ('punctuation', '"Smith Co %s"', '"Smith & Co. %s"', 3),
  ('number_format', '"1,%s00.00"', '"1%s00.00"', 1),
  ('transposition', '"Reciept %s"', '"Receipt %s"', 2),
  ('reorder', '"Meyer Anna %s"', '"Anna Meyer %s"', 10),
  ('excess', '"Order No. %s"', '"%s"', 10),
  ('sign', '-%s', '%s', null),
  ('cleared', '"n/a %s"', '""', null);
create temporary table class_count as select count(*)::integer as classes from class;

-- What becomes of each workflow. Times that are not to come are null.
create temporary table workflow_plan as
select
  n, place, items, started_at, owner,
  (lpad(to_hex((extract(epoch from started_at) * 1000)::bigint), 12, '0') || '7'
    || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid as workflow_id,
  decode(noise, 'hex') as digest,
  model,
  case when pg_temp.draw(n, 5) < 0.7 then 'OCR' else 'text_layer' end as extraction_method,
  round((0.99 - 0.3 * pg_temp.draw(n, 6) ^ 2 - case when changes > 0 then 0.1 else 0 end
    * pg_temp.draw(n, 7))::numeric, 4)::double precision as confidence,
  changes,
  case when pg_temp.draw(n, 8) < 0.94 and reviewed_at < start_of(:'until'::date)
    then reviewed_at end as modified_at,
  case when pg_temp.draw(n, 9) >= 0.02 and delivered_at < start_of(:'until'::date)
    then delivered_at end as delivered_at,
  round(editing_seconds::numeric, 1)::double precision as editing_seconds,
  (array['standard', 'standard', 'executive_summary', 'detailed', 'financial'])
    [1 + floor(5 * pg_temp.draw(n, 10))::integer] as template,
  (array['pdf', 'pdf', 'pdf', 'excel', 'excel', 'csv', 'json'])
    [1 + floor(7 * pg_temp.draw(n, 11))::integer] as format,
  pg_temp.draw(n, 12) < 0.105 as has_feedback,
  pg_temp.draw(n, 13) < 0.028 as may_have_second
from (
  select
    n, place, items, started_at, owner, noise, model,
    -- Models differ in how often people have to mend what they gave.
    case when pg_temp.draw(n, 14) < case model when 'gpt-4o' then 0.66 when 'mistral-large' then 0.7
        else 0.55 end
      then 1 + floor(0.2 + 1.1 * pg_temp.draw(n, 15) + 0.9 * pg_temp.draw(n, 16))::integer
      else 0 end as changes,
    editing_seconds,
    pg_temp.in_milliseconds(reviewed_at) as reviewed_at,
    pg_temp.in_milliseconds(reviewed_at + make_interval(secs => 3 + 20 * pg_temp.draw(n, 17)))
      as delivered_at
  from (
    select
      n,
      (array[1, 1, 1, 2, 2, 3, 4, 4, 5, 6])[1 + floor(10 * pg_temp.draw(n, 1))::integer] as place,
      1 + floor(5 * pg_temp.draw(n, 2) ^ 1.5)::integer as items,
      pg_temp.in_milliseconds(pg_temp.moment(n, :workflows)) as started_at,
      pg_temp.owner_of(n, 3) as owner,
      md5(n || ' ' || :seed) as noise,
      (array['gpt-4o', 'gpt-4o', 'claude-sonnet-4-5', 'claude-sonnet-4-5', 'mistral-large'])
        [1 + floor(5 * pg_temp.draw(n, 4))::integer] as model,
      least(exp(4.2 + 0.9 * pg_temp.normal(n, 20)), 14400) as editing_seconds,
      -- One in thirty is never looked at.
      case when pg_temp.draw(n, 18) >= 0.033
        then pg_temp.moment(n, :workflows)
          + make_interval(secs => least(5 + exp(6.5 + 1.3 * pg_temp.normal(n, 21)), 250000)) end
        as reviewed_at
    from generate_series(1::bigint, :workflows) n
    offset 0
  ) drawn
  offset 0
) drawn;

-- Each change of each review with modifications: to fields that differ from each other.
create temporary table change_plan as
select
  n, ordinal, change_type,
  case when change_type = 'addition' then extra[ordinal]
    else field[1 + (first_field + (ordinal - 1) * step) % cardinality(field)] end as field,
  1 + (first_field + (ordinal - 1) * step) % cardinality(field) as field_place,
  case change_type when 'addition' then 'missing' when 'deletion' then 'spurious' else pattern end
    as pattern,
  case when change_type <> 'addition' then format(original, number) end as original,
  case when change_type <> 'deletion' then format(modified, number) end as modified,
  case when change_type = 'modification' then distance end as distance
from (
  select
    workflow.n, ordinal, layout.field, layout.extra,
    floor(cardinality(layout.field) * pg_temp.draw(workflow.n, 30) ^ 1.6)::integer as first_field,
    1 + floor(3 * pg_temp.draw(workflow.n, 31))::integer as step,
    case
      when pg_temp.draw(workflow.n * 8 + ordinal, 32) < 0.76 then 'modification'
      when pg_temp.draw(workflow.n * 8 + ordinal, 32) < 0.88 then 'addition'
      else 'deletion'
    end as change_type,
    floor(10 * pg_temp.draw(workflow.n * 8 + ordinal, 33) ^ 2)::integer as number,
    1 + floor(classes * pg_temp.draw(workflow.n * 8 + ordinal, 34) ^ 1.4)::integer as class
  from workflow_plan workflow
  join layout using (place, items)
  cross join class_count
  cross join lateral generate_series(1, workflow.changes) ordinal
  where workflow.modified_at is not null
  offset 0
) change
join class on class.place = change.class;

create temporary table review_plan as
select
  n,
  coalesce(array_agg(field_place) filter (where change_type = 'modification'), '{}') as modified,
  coalesce(array_agg(field_place) filter (where change_type = 'deletion'), '{}') as deleted,
  coalesce(array_agg(field order by field) filter (where change_type = 'addition'), '{}') as added,
  -- What was in the places of those that are modified or deleted.
  array_agg(field_place order by ordinal) filter (where change_type <> 'addition') as mended,
  array_agg(pg_temp.leaf_key(field, original) order by ordinal)
    filter (where change_type <> 'addition') as given,
  coalesce(sum(distance), 0) as char_edits,
  -- Quotes are no part of a string.
  coalesce(
    sum(greatest(length(original), length(modified)) - 2) filter (where distance is not null), 0
  ) as char_length
from change_plan
group by n;
create index on workflow_plan (n);
create index on change_plan (n);
create index on review_plan (n);
analyze workflow_plan, change_plan, review_plan, layout, score;

insert into workflow (owner, workflow_id, started_at, kept_from)
select owner, workflow_id, started_at, started_at + interval '150 milliseconds'
from workflow_plan;


-- What a schema has that is a version older is left out.
select count(*) filter (where column_name = 'scored_path') > 0 as has_scores,
  count(*) filter (where column_name = 'kept_words') > 0 as has_kept_words,
  count(*) filter (where column_name = 'leaf_key') > 0 as has_numbers
from information_schema.columns
where table_schema = 'redline' and table_name = 'export_stage' \gset

-- The stages and corrections of some workflows that follow each other: first stages, then what came
-- of them, nearly as they are recorded.
create procedure pg_temp.record_workflows(first_item bigint, last_item bigint)
  language sql
begin atomic
  insert into export_stage (
    owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
    digest, record, document_id, document_type, extraction_method, extraction_confidence, model,
    confidence, processing_ms, tokens_used, extracted, field, field_extracted, field_modified,
    field_deleted, field_added
\if :has_scores
    , scored_path, scored_field, scored_confidence
\endif
\if :has_numbers
    , leaf_key
\endif
  )
  select
    owner, started_at, workflow_id, 1, 1, started_at, kept_from, kept_from, digest,
    format(
      '{"stage":"initial_ai_summary","export_workflow_id":"%s","owner_email":"%s",'
      '"timestamp":%s,"document_id":"%s","source":{"document_type":"%s",'
      '"extraction_method":"%s","di_confidence":%s},"initial_extracted_data":%s,'
      '"ai_initial_summary":"This %s has %s fields.","initial_summary_metadata":{"ai_model":"%s",'
      '"processing_time_ms":%s,"tokens_used":%s,"confidence_score":%s}%s}',
      workflow_id, owner, to_json(started_at), document_id, type, extraction_method,
      scan_confidence, data, type, extracted, model, processing_ms, tokens_used, confidence,
      ',"field_confidence":' || scores
    )::json,
    document_id, type, extraction_method, scan_confidence, model, confidence, processing_ms,
    tokens_used, extracted, field, field_extracted, zeros, zeros, zeros
\if :has_scores
    , case when scores is not null then field[1:singles] end,
    case when scores is not null then field[1:singles] end,
    score
\endif
\if :has_numbers
    , pg_temp.leaf_keys(n, field, singles, further, mended, given)
\endif
  from (
    select
      workflow.*,
      layout.type, layout.extracted, layout.field, layout.field_extracted, layout.zeros,
      layout.singles, layout.further, review.mended, review.given, score.confidence as score, score.text as scores,
      started_at + interval '150 milliseconds' as kept_from,
      'DOC-' || prefix || '-' || n as document_id,
      format(document, n) as data,
      round((1 - 0.3 * pg_temp.draw(n, 40) ^ 2)::numeric, 4)::double precision as scan_confidence,
      floor(exp(7.3 + 0.5 * pg_temp.normal(n, 41))) as processing_ms,
      600 + floor(2400 * pg_temp.draw(n, 42))::bigint as tokens_used
    from workflow_plan workflow
    join layout using (place, items)
    left join review_plan review using (n)
    -- Six in ten come with confidences of their fields, and those know more often than not where
    -- they are weak.
    left join score on pg_temp.draw(n, 43) < 0.6
      and score.place = workflow.place
      and score.variant = n % 20
      and score.weak = case
        when pg_temp.draw(n, 44) < 0.6 and review.modified[1] <= singles then review.modified[1]
        when pg_temp.draw(n, 44) < 0.8 then 0
        else 1 + floor(singles * pg_temp.draw(n, 45))::integer
      end
    where n between first_item and last_item
    order by n
  ) workflow;

  insert into export_stage (
    owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
    digest, record, template, format, editing_seconds, extracted, modified, deleted, added,
    char_edits, char_length, field, field_extracted, field_modified, field_deleted, field_added
\if :has_numbers
    , leaf_key
\endif
  )
  select
    owner, started_at, workflow_id, 1, 2, modified_at, modified_at + interval '150 milliseconds',
    started_at + interval '150 milliseconds', uuid_send(md5(n || ' 2')::uuid),
    format(
      '{"stage":"user_modifications","export_workflow_id":"%s","owner_email":"%s",'
      '"timestamp":%s,"original_data":%s,"modified_data":%s,"user_preferences":'
      '{"transformation_instructions":"","export_format":"%s","document_template":"%s"},'
      '"user_actions":{"editing_time_seconds":%s}}',
      workflow_id, owner, to_json(modified_at), data, data, format, template, editing_seconds
    )::json,
    template, format, editing_seconds, extracted, cardinality(modified), cardinality(deleted),
    cardinality(added), char_edits, char_length,
    names,
    field_extracted || array_fill(0, array[cardinality(added)]),
    array(select (place = any (modified))::integer from generate_subscripts(names, 1) place),
    array(select (place = any (deleted))::integer from generate_subscripts(names, 1) place),
    zeros || array_fill(1, array[cardinality(added)])
\if :has_numbers
    , pg_temp.leaf_keys(n, extracted_field, singles, further, mended, given)
\endif
  from (
    select
      workflow.*,
      layout.extracted, layout.field as extracted_field, layout.field_extracted, layout.zeros,
      layout.singles, layout.further, review.mended, review.given,
      format(document, n) as data,
      coalesce(review.modified, '{}') as modified,
      coalesce(review.deleted, '{}') as deleted,
      coalesce(review.added, '{}') as added,
      field || coalesce(review.added, '{}') as names,
      coalesce(review.char_edits, 0) as char_edits,
      coalesce(review.char_length, 0) as char_length
    from workflow_plan workflow
    join layout using (place, items)
    left join review_plan review using (n)
    where n between first_item and last_item and modified_at is not null
    order by n
  ) workflow;

  insert into correction (
    owner, workflow_started_at, workflow_id, revision, ordinal, kept_from, field, original_path,
    modified_path, change_type, pattern, original, modified, original_length, modified_length,
    edit_distance
\if :has_numbers
    , original_key
\endif
  )
  select
    owner, started_at, workflow_id, 1, ordinal, started_at + interval '150 milliseconds', field,
    replace(field, '*', '0'), replace(field, '*', '0'), change_type, pattern, original::json,
    modified::json,
    case when distance is not null then length(original) - 2 end,
    case when distance is not null then length(modified) - 2 end,
    distance
\if :has_numbers
    , case when change_type <> 'addition' then pg_temp.leaf_key(field, original) end
\endif
  from change_plan join workflow_plan using (n)
  where n between first_item and last_item
  order by n, ordinal;

  insert into export_stage (
    owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
    digest, record, model, confidence, processing_ms, tokens_used, filename, file_format, mime_type,
    file_bytes, content_hash, total_seconds, reported_accuracy, reported_quality, ter_edits,
    ter_reference_words
\if :has_kept_words
    , summary_words, kept_words
\endif
  )
  select
    owner, started_at, workflow_id, 1, 3, delivered_at, delivered_at + interval '150 milliseconds',
    started_at + interval '150 milliseconds', uuid_send(md5(n || ' 3')::uuid),
    format(
      '{"stage":"final_summary_and_deliverable","export_workflow_id":"%s","owner_email":"%s",'
      '"timestamp":%s,"ai_final_summary":"%s","final_summary_metadata":{"ai_model":"%s",'
      '"processing_time_ms":%s,"tokens_used":%s,"confidence_score":%s},"deliverable":'
      '{"filename":"%s","file_size_bytes":%s,"file_format":"%s","content_hash":"%s"},'
      '"workflow_summary":{"total_time_seconds":%s,"ai_processing_accuracy":%s,'
      '"final_output_quality":%s}}',
      workflow_id, owner, to_json(delivered_at),
      left('This document was looked through, and what had to be mended is mended. '
        || repeat('All else is as it was read. ', 8), reference_words * 6),
      model, processing_ms, tokens_used, final_confidence, filename, file_bytes, format,
      content_hash, total_seconds, reported_accuracy, reported_quality
    )::json,
    model, final_confidence, processing_ms, tokens_used, filename, format, mime_type, file_bytes,
    content_hash, total_seconds, reported_accuracy, reported_quality, ter_edits, reference_words
\if :has_kept_words
    , reference_words + ter_edits / 2, reference_words - ter_edits / 2
\endif
  from (
    select
      workflow.*,
      least(1, confidence + round((0.06 * pg_temp.draw(n, 50))::numeric, 4)::double precision)
        as final_confidence,
      floor(exp(7.5 + 0.5 * pg_temp.normal(n, 51))) as processing_ms,
      500 + floor(2000 * pg_temp.draw(n, 52))::bigint as tokens_used,
      'document-' || n || '.' || case format when 'excel' then 'xlsx' else format end as filename,
      case format
        when 'pdf' then 'application/pdf'
        when 'csv' then 'text/csv'
        when 'json' then 'application/json'
        else 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      end as mime_type,
      4000 + floor(90000 * pg_temp.draw(n, 53))::bigint as file_bytes,
      'sha256:' || md5(n || ' a') || md5(n || ' b') as content_hash,
      -- A few clients claim what cannot be: a total below the time of editing.
      case when pg_temp.draw(n, 54) < 0.01 then 1
        else round(extract(epoch from delivered_at - started_at) + editing_seconds::numeric)
      end::double precision as total_seconds,
      round((0.9 + 0.1 * pg_temp.draw(n, 55))::numeric, 3)::double precision as reported_accuracy,
      round((0.92 + 0.08 * pg_temp.draw(n, 56))::numeric, 3)::double precision as reported_quality,
      20 + floor(30 * pg_temp.draw(n, 57))::integer as reference_words,
      least(changes * 2, floor(8 * pg_temp.draw(n, 58) ^ 2)::integer) as ter_edits
    from workflow_plan workflow
    where n between first_item and last_item and delivered_at is not null
    order by n
  ) workflow;

  insert into export_stage (
    owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
    digest, record, satisfaction
  )
  select
    owner, started_at, workflow_id, 1, 4, given_at, given_at + interval '150 milliseconds',
    started_at + interval '150 milliseconds', uuid_send(md5(n || ' 4')::uuid),
    format(
      '{"stage":"user_feedback","export_workflow_id":"%s","owner_email":"%s","timestamp":%s,'
      '"satisfaction_rating":%s}', workflow_id, owner, to_json(given_at), satisfaction
    )::json,
    satisfaction
  from (
    select
      workflow.*,
      delivered_at + make_interval(secs => 20 + floor(600 * pg_temp.draw(n, 60))) as given_at,
      greatest(1, 5 - floor((changes + 1) * 1.6 * pg_temp.draw(n, 61) ^ 1.5)::smallint)
        as satisfaction
    from workflow_plan workflow
    where n between first_item and last_item and delivered_at is not null and has_feedback
    order by n
  ) workflow;

  -- A second revision, of documents whose fields the first one left in place: nothing is changed
  -- but the format.
  insert into export_stage (
    owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
    digest, record, model, confidence, processing_ms, tokens_used, template, format,
    editing_seconds, extracted, modified, deleted, added, char_edits, char_length, field,
    field_extracted, field_modified, field_deleted, field_added, filename, file_format, mime_type,
    file_bytes, content_hash, total_seconds, reported_accuracy, reported_quality, ter_edits,
    ter_reference_words
  )
  select
    owner, started_at, workflow_id, 2, stage, happened_at,
    happened_at + interval '150 milliseconds', started_at + interval '150 milliseconds',
    uuid_send(md5(n || ' 2 ' || stage)::uuid),
    format(
      '{"stage":"%s","export_workflow_id":"%s","owner_email":"%s","timestamp":%s,"revision":2,%s}',
      case stage when 2 then 'user_modifications' else 'final_summary_and_deliverable' end,
      workflow_id, owner, to_json(happened_at),
      case stage
        when 2 then format(
          '"original_data":%s,"modified_data":%s,"user_preferences":{"transformation_instructions":'
          '"","export_format":"csv","document_template":"standard"},'
          '"user_actions":{"editing_time_seconds":10}', data, data
        )
        else format(
          '"ai_final_summary":"This is the document as a table.","deliverable":{"filename":'
          '"document-%s.csv","file_size_bytes":5000,"file_format":"csv","content_hash":"%s"},'
          '"workflow_summary":{"total_time_seconds":700,"ai_processing_accuracy":1,'
          '"final_output_quality":1}', n, content_hash
        )
      end
    )::json,
    case stage when 3 then model end, case stage when 3 then confidence end,
    case stage when 3 then 1500 end, case stage when 3 then 900 end,
    case stage when 2 then 'standard' end, case stage when 2 then 'csv' end,
    case stage when 2 then 10 end,
    case stage when 2 then extracted end, case stage when 2 then 0 end,
    case stage when 2 then 0 end, case stage when 2 then 0 end, case stage when 2 then 0 end,
    case stage when 2 then 0 end,
    case stage when 2 then field end, case stage when 2 then field_extracted end,
    case stage when 2 then zeros end, case stage when 2 then zeros end,
    case stage when 2 then zeros end,
    case stage when 3 then 'document-' || n || '.csv' end, case stage when 3 then 'csv' end,
    case stage when 3 then 'text/csv' end, case stage when 3 then 5000 end,
    case stage when 3 then content_hash end, case stage when 3 then 700 end,
    case stage when 3 then 1 end, case stage when 3 then 1 end, case stage when 3 then 0 end,
    case stage when 3 then 7 end
  from (
    select
      workflow.*,
      layout.extracted, layout.field, layout.field_extracted, layout.zeros, stage,
      delivered_at + make_interval(secs => 300 * stage) as happened_at,
      format(document, n) as data,
      'sha256:' || md5(n || ' c') || md5(n || ' d') as content_hash
    from workflow_plan workflow
    join layout using (place, items)
    left join review_plan review using (n)
    cross join generate_series(2, 3) stage
    where n between first_item and last_item and may_have_second
      and delivered_at + interval '20 minutes' < start_of(:'until'::date)
      and coalesce(cardinality(review.deleted) + cardinality(review.added), 0) = 0
    order by n, stage
  ) workflow;
end;

select format('call pg_temp.record_workflows(%s, %s)', first_item, first_item + :workflows / 50)
from generate_series(1::bigint, :workflows, :workflows / 50 + 1) first_item
order by first_item \gexec

-- Interactions: five in a thread, and threads that run beside each other.
create temporary table tool (
  place serial, name text, slowness double precision, failing double precision
);
insert into tool (name, slowness, failing) values
  ('search_documents', 5.2, 0.02), ('get_order', 4.4, 0.01), ('list_tasks', 4.2, 0.01),
  ('send_email', 5.6, 0.05), ('create_task', 4.8, 0.02), ('get_invoice', 4.5, 0.02),
  ('convert_currency', 4.0, 0.04), ('get_calendar', 4.9, 0.03), ('create_event', 5.3, 0.04),
  ('run_report', 7.1, 0.09), ('get_customer', 4.3, 0.01), ('export_document', 6.4, 0.05);
create temporary table failure (place serial, error text, signature text);
insert into failure (error, signature)
select
  replace(text, '%1', thing),
  replace(replace(replace(text, '%1', thing), '%2', '<n>'), '%3', '<id>')
from unnest(array[
  '%1: timed out after %2 ms', '%1: rate limit reached, try again in %2 s', '%1 %3 does not exist',
  '%1: permission denied', '%1: the service answered %2'
]) text
cross join unnest(array['order', 'document', 'mail', 'calendar', 'task', 'customer']) thing;


-- Those of the same number ask the same.
create temporary table request (place serial, asks integer, text text);
insert into request (asks, text) values
  (1, 'Show my tasks'), (1, 'show me my tasks!'), (1, 'show tasks please'),
  (2, 'What is on my calendar today?'), (2, 'Whats on my calendar today'),
  (3, 'Where is my order %s?'), (3, 'where is order %s'), (4, 'Send the report to the team'),
  (4, 'Please send the report to the team.'), (5, 'Create an invoice for customer %s'),
  (5, 'create invoice for customer %s please'), (6, 'Convert %s USD to EUR'),
  (7, 'Find the contract with customer %s'), (8, 'Export document %s as PDF'),
  (9, 'export doc %s as pdf'), (10, 'Who approved invoice %s?'),
  (11, 'Summarise the last meeting'), (12, 'Add a task: call customer %s back'),
  (13, 'Which invoices are overdue?'), (13, 'overdue invoices?'),
  (14, 'Move my meeting at noon to %s'),
  (15, 'What did we agree on delivery with supplier %s?'), (16, 'Delete draft %s'),
  (17, 'That is not what I asked for'), (18, 'thanks'), (19, 'Run the sales report for week %s'),
  (20, 'Compare the offers of suppliers %s and %s0'), (21, 'Zeig mir meine Aufgaben'),
  (22, 'Envoie le rapport au client %s'), (23, 'How many days of leave have I left?');

create temporary table interaction_plan as
select
  n,
  owner,
  occurred_at,
  'INT_' || to_char(occurred_at at time zone 'UTC', 'YYYYMMDD_HH24MISS_US') as interaction_id,
  case when pg_temp.draw(n, 100) >= 0.04 then 'thread-' || thread end as thread_id,
  thread,
  (array['gpt-4o', 'gpt-4o', 'claude-sonnet-4-5', 'claude-sonnet-4-5', 'mistral-large'])
    [1 + floor(5 * pg_temp.draw(thread, 101))::integer] as model,
  (array['web', 'web', 'mobile', 'api'])
    [1 + floor(4 * pg_temp.draw(thread, 102))::integer] as source,
  case when pg_temp.draw(n, 103) >= 0.4 then 0 when pg_temp.draw(n, 104) < 0.75 then 1 else 2 end
    as calls,
  200 + floor(1800 * pg_temp.draw(n, 105))::bigint as tokens_used,
  floor(exp(7.2 + 0.6 * pg_temp.normal(n, 106))) as latency_ms,
  turn > 0 and pg_temp.draw(n, 107) < 0.07 as repeats_previous
from (
  select
    n, thread, turn, pg_temp.owner_of(thread, 108) as owner,
    pg_temp.moment(n, :interactions) as occurred_at
  from generate_series(1::bigint, :interactions) n, lateral (
    select n / 500 * 100 + n % 100 as thread, n % 500 / 100 as turn
  ) place
  offset 0
) drawn;

create temporary table call_plan as
select
  call.n, call.ordinal, tool.name as tool, call.failed, failure.signature,
  replace(replace(failure.error, '%2', (call.n % 90 + 3)::text), '%3', call.n::text) as error,
  floor(exp(tool.slowness + 0.7 * pg_temp.normal(call.n * 4 + call.ordinal, 113))) as duration_ms
from (
  select
    interaction.n, ordinal, tool.place,
    pg_temp.draw(interaction.n * 4 + ordinal, 111) < tool.failing as failed,
    1 + floor(30 * pg_temp.draw(interaction.n * 4 + ordinal, 112) ^ 2)::integer as failure
  from interaction_plan interaction
  cross join lateral generate_series(1, interaction.calls) ordinal
  join tool on tool.place
    = 1 + floor(12 * pg_temp.draw(interaction.n * 4 + ordinal, 110) ^ 1.5)::integer
) call
join tool using (place)
left join failure on call.failed and failure.place = call.failure;
create index on interaction_plan (n);
create index on call_plan (n);
analyze interaction_plan, call_plan;

create procedure pg_temp.record_interactions(first_item bigint, last_item bigint)
  language sql
begin atomic
  insert into interaction_key (owner, interaction_id, occurred_at, recorded_at, digest)
  select
    owner, interaction_id, occurred_at, occurred_at + interval '150 milliseconds',
    uuid_send(md5(n || ' i')::uuid)
  from interaction_plan
  where n between first_item and last_item
  order by n;

  insert into interaction (
    owner, occurred_at, interaction_id, recorded_at, thread_id, user_message, assistant_response,
    tool_calls, metadata, model, source, assistant_id, tokens_used, latency_ms, call_count,
    failed_call_count, repeats_previous
\if :has_numbers
    , request_key
\endif
  )
  select
    owner, occurred_at, interaction_id, occurred_at + interval '150 milliseconds', thread_id,
    format(request.text, n % 10000, n % 7),
    'Here is what I have found for you (' || n || '). '
      || repeat('It is as you see, and nothing of it is missing. ', 2 + (n % 5)::integer),
    call.records,
    format(
      '{"model":"%s","tokens_used":%s,"latency_ms":%s,"source":"%s","assistant_id":"desk"}',
      model, tokens_used, latency_ms, source
    )::json,
    model, source, 'desk', tokens_used, latency_ms, calls, coalesce(call.failed, 0),
    repeats_previous
\if :has_numbers
    , hashint8extended(asks, 7)
\endif
  from interaction_plan interaction
  join request on request.place = 1 + floor(30 * pg_temp.draw(n, 120) ^ 1.5)::integer
  left join lateral (
    select
      count(*) filter (where failed) as failed,
      ('[' || string_agg(format(
        '{"tool_name":"%s","arguments":{"number":%s},%s,"duration_ms":%s}', tool, n,
        case when failed then format('"status":"error","error":"%s"', error)
          else format('"result":{"number":%s,"state":"found"},"status":"success"', n) end,
        duration_ms
      ), ',' order by ordinal) || ']')::json as records
    from call_plan
    where call_plan.n = interaction.n
  ) call on true
  where n between first_item and last_item
  order by n;

  insert into tool_call (
    owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed, signature,
    duration_ms, model
  )
  select
    owner, occurred_at, interaction_id, ordinal, occurred_at + interval '150 milliseconds', tool,
    case when failed then 'error' else 'success' end, failed, signature, duration_ms, model
  from call_plan join interaction_plan using (n)
  where n between first_item and last_item
  order by n, ordinal;
end;

select format(
  'call pg_temp.record_interactions(%s, %s)', first_item, first_item + :interactions / 50
)
from generate_series(1::bigint, :interactions, :interactions / 50 + 1) first_item
order by first_item \gexec

insert into thread (owner, thread_id, last_at, last_id, recorded_at)
select distinct on (thread)
  owner, thread_id, occurred_at, interaction_id, occurred_at + interval '150 milliseconds'
from interaction_plan
where thread_id is not null
order by thread, n desc;
