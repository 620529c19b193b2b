-- The confidences that the AI gave to single fields, and what became of what it was confident of.
--
-- A stage 1 holds the pointers that point at something in what was extracted, their field names and
-- their confidences; nothing where its record gives no field a confidence. Stages that were
-- recorded before have none, as if they had given none: their reviews count as documents, by the
-- confidence in the whole, until they are past their time.
alter table redline.export_stage
  add column scored_path text[],
  add column scored_field text[],
  add column scored_confidence double precision[];

-- Not valid: all that is there is null, and looking for more would hold up writers.
alter table redline.export_stage add constraint scored_fields_are_parallel check (
  num_nulls(scored_path, scored_field, scored_confidence) = 3
  or (num_nulls(scored_path, scored_field, scored_confidence) = 0
    and cardinality(scored_path) = cardinality(scored_confidence)
    and cardinality(scored_field) = cardinality(scored_confidence))
) not valid;

comment on column redline.export_stage.scored_path is
  'JSON Pointers of the extracted fields, objects and arrays that have a confidence of their own.';

-- A pointer says no more of the content than the name of its field, which analysts read as well.
grant select (scored_path, scored_field, scored_confidence) on redline.export_stage
  to redline_analyst;
grant select (original_path) on redline.correction to redline_analyst;

-- Whether a change lies at the pointer or below it. For the changes stand the hashes, in order, of
-- their pointers and of all that those are in.
create function redline.is_changed(pointer text, places bigint[]) returns boolean
  language sql immutable parallel safe
  return coalesce(
    places[width_bucket(hashtextextended(pointer, 0), places)] = hashtextextended(pointer, 0), false
  );

-- One row an item that the AI was more or less confident of and that a reviewer then saw, in first
-- revisions: a field with a confidence of its own, or else a document with the summary's confidence
-- or, where there is none, the extraction's. It is correct where the reviewer kept it.
--
-- Stages and corrections are put together by grouping and not by a join: so a range of time, asked
-- of workflow_started_at, keeps both to the weeks of it, and it does not matter which came first.
create function redline.scored_item_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, document_type text,
    extraction_method text, model text, template text, format text, field text, kind text,
    confidence double precision, is_correct boolean
  )
  language sql stable parallel safe
begin atomic
  select
    review.owner,
    review.workflow_started_at,
    review.workflow_id,
    review.document_type,
    review.extraction_method,
    review.model,
    review.template,
    review.format,
    item.field,
    case when review.scored_confidence is null then 'document' else 'field' end as kind,
    item.confidence,
    case
      when review.changes = 0 then true
      when item.path is null then false
      else not redline.is_changed(item.path, changed.places)
    end as is_correct
  from (
    select
      owner,
      workflow_started_at,
      workflow_id,
      max(document_type) as document_type,
      max(extraction_method) as extraction_method,
      max(model) as model,
      max(template) as template,
      coalesce(max(format), max(file_format)) as format,
      case when bool_or(stage = 2) then max(changes) when bool_or(stage = 3) then 0 end
        as changes,
      max(confidence) as confidence,
      max(scored_path) as scored_path,
      max(scored_field) as scored_field,
      max(scored_confidence) as scored_confidence,
      array_agg(original_path) filter (where original_path is not null) as original_paths
    from (
      select
        owner, workflow_started_at, workflow_id, stage,
        case stage when 1 then document_type end as document_type,
        case stage when 1 then extraction_method end as extraction_method,
        case stage when 1 then model end as model,
        case stage when 2 then template end as template,
        case stage when 2 then format end as format,
        case stage when 3 then file_format end as file_format,
        case stage when 2 then modified + deleted + added end as changes,
        case stage when 1 then coalesce(confidence, extraction_confidence) end as confidence,
        scored_path, scored_field, scored_confidence,
        null as original_path
      from redline.export_stage
      where stage in (1, 2, 3) and revision = 1
        and kept_from > (select redline.kept_since('export'))
        and (scored_item_as_of.as_of is null or recorded_at <= scored_item_as_of.as_of)
      union all
      select
        owner, workflow_started_at, workflow_id, 0, null, null, null, null, null, null, null, null,
        null, null, null,
        original_path
      from redline.correction
      where revision = 1
    ) found
    group by owner, workflow_started_at, workflow_id
  ) review
  -- Once a review, and found by bisection: a document of many fields with many changes takes no
  -- longer than it must. Two pointers of one document under one hash do not come about.
  cross join lateral (
    select array_agg(place order by place) as places
    from (
      select hashtextextended(array_to_string((string_to_array(path, '/'))[:depth], '/'), 0) as place
      from unnest(review.original_paths) as change (path)
      cross join lateral generate_series(2, cardinality(string_to_array(path, '/'))) as depth
      where review.scored_path is not null
    ) hashes
  ) changed
  cross join lateral unnest(
    coalesce(review.scored_confidence, array[review.confidence]), review.scored_path,
    review.scored_field
  ) as item (confidence, path, field)
  -- What is not measured yet is no review yet: its changes are not known.
  where review.changes is not null and item.confidence is not null;
end;

-- Refuses a word of a report's parameter `items`.
create function redline.unknown_items(word text) returns boolean
  language plpgsql immutable
as $$
begin
  raise exception 'items are all, field or document, and not "%"', word
    using errcode = 'invalid_parameter_value', column = 'items';
end $$;
