-- The records as they were at a time: what the views of 000008 give, as functions that take it.
--
-- Null is now. A function of one query is put in place of its call, so that what is asked of its
-- rows (a period, an owner) reaches the tables as it does through a view. Whoever asks has the row
-- security of their own role; a record past its time is gone, whatever the time that is asked for.
-- What was measured later, or put in its place by a stage 1 that came late, shows as it is now.

create function redline.revision_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, revision smallint,
    kept_from timestamptz, document_id text, document_type text, extraction_method text,
    model text, template text, format text, is_first_known boolean, has_modifications boolean,
    has_deliverable boolean, is_reviewed boolean, reviewed_at timestamptz,
    editing_seconds double precision, extracted integer, modified integer, deleted integer,
    added integer, char_edits bigint, char_length bigint, ter_edits integer,
    ter_reference_words integer, reported_accuracy double precision,
    reported_quality double precision, initial_confidence double precision,
    final_confidence double precision, field text[], field_extracted integer[],
    field_modified integer[], field_deleted integer[], field_added integer[]
  )
  language sql stable parallel safe
begin atomic
  select
    owner,
    workflow_started_at,
    workflow_id,
    revision,
    kept_from,
    first_value(document_id) over earlier as document_id,
    first_value(document_type) over earlier as document_type,
    first_value(extraction_method) over earlier as extraction_method,
    coalesce(model, first_value(model) over earlier) as model,
    template,
    coalesce(format, file_format) as format,
    -- A workflow is counted once, where its first revision is.
    revision = first_value(revision) over earlier as is_first_known,
    has_modifications,
    has_deliverable,
    -- Modifications that are not measured yet are no review yet: what they changed is not known.
    case when has_modifications then edited_leaves is not null else has_deliverable end
      as is_reviewed,
    coalesce(modified_at, delivered_at) as reviewed_at,
    case when edited_leaves is not null then editing_seconds end as editing_seconds,
    -- A later revision starts from what the one before it ended with.
    coalesce(
      edited_leaves,
      initial_leaves,
      (max(array[revision, edited_leaves - deleted + added]) filter (where has_modifications)
        over (earlier rows between unbounded preceding and 1 preceding))[2],
      first_value(initial_leaves) over earlier,
      0
    ) as extracted,
    coalesce(modified, 0) as modified,
    coalesce(deleted, 0) as deleted,
    coalesce(added, 0) as added,
    coalesce(char_edits, 0) as char_edits,
    coalesce(char_length, 0) as char_length,
    ter_edits,
    ter_reference_words,
    reported_accuracy,
    reported_quality,
    coalesce(initial_confidence, first_value(initial_confidence) over earlier)
      as initial_confidence,
    final_confidence,
    field,
    field_extracted,
    field_modified,
    field_deleted,
    field_added
  from (
    select
      owner, workflow_started_at, workflow_id, revision,
      min(kept_from) as kept_from,
      bool_or(stage = 2) as has_modifications,
      bool_or(stage = 3) as has_deliverable,
      max(document_id) filter (where stage = 1) as document_id,
      max(document_type) filter (where stage = 1) as document_type,
      max(extraction_method) filter (where stage = 1) as extraction_method,
      max(model) filter (where stage = 1) as model,
      max(extracted) filter (where stage = 1) as initial_leaves,
      max(confidence) filter (where stage = 1) as initial_confidence,
      min(occurred_at) filter (where stage = 2) as modified_at,
      max(template) filter (where stage = 2) as template,
      max(format) filter (where stage = 2) as format,
      max(editing_seconds) filter (where stage = 2) as editing_seconds,
      max(extracted) filter (where stage = 2) as edited_leaves,
      max(modified) filter (where stage = 2) as modified,
      max(deleted) filter (where stage = 2) as deleted,
      max(added) filter (where stage = 2) as added,
      max(char_edits) filter (where stage = 2) as char_edits,
      max(char_length) filter (where stage = 2) as char_length,
      min(occurred_at) filter (where stage = 3) as delivered_at,
      max(file_format) filter (where stage = 3) as file_format,
      max(ter_edits) filter (where stage = 3) as ter_edits,
      max(ter_reference_words) filter (where stage = 3) as ter_reference_words,
      max(reported_accuracy) filter (where stage = 3) as reported_accuracy,
      max(reported_quality) filter (where stage = 3) as reported_quality,
      max(confidence) filter (where stage = 3) as final_confidence,
      coalesce(max(field) filter (where stage = 2), max(field) filter (where stage = 1)) as field,
      coalesce(
        max(field_extracted) filter (where stage = 2), max(field_extracted) filter (where stage = 1)
      ) as field_extracted,
      max(field_modified) filter (where stage = 2) as field_modified,
      max(field_deleted) filter (where stage = 2) as field_deleted,
      max(field_added) filter (where stage = 2) as field_added
    from redline.export_stage
    where stage in (1, 2, 3) and kept_from > (select redline.kept_since('export'))
      and (revision_as_of.as_of is null or recorded_at <= revision_as_of.as_of)
    group by owner, workflow_started_at, workflow_id, revision
  ) stages
  window earlier as (partition by owner, workflow_started_at, workflow_id order by revision);
end;

-- One row a reviewed revision.
create function redline.review_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, revision smallint,
    document_type text, extraction_method text, model text, template text, format text,
    has_modifications boolean, has_deliverable boolean, reviewed_at timestamptz,
    editing_seconds double precision, extracted integer, modified integer, deleted integer,
    added integer, reported_accuracy double precision, reported_quality double precision,
    initial_confidence double precision, final_confidence double precision
  )
  language sql stable parallel safe
begin atomic
  select
    owner, workflow_started_at, workflow_id, revision, document_type, extraction_method, model,
    template, format, has_modifications, has_deliverable, reviewed_at, editing_seconds, extracted,
    modified, deleted, added, reported_accuracy, reported_quality, initial_confidence,
    final_confidence
  from redline.revision_as_of(review_as_of.as_of)
  where is_reviewed;
end;

-- One row a field name of a reviewed first revision.
create function redline.review_field_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, document_type text,
    extraction_method text, model text, template text, format text, field text,
    extracted integer, modified integer, deleted integer, added integer
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
    fields.field,
    fields.extracted,
    coalesce(fields.modified, 0) as modified,
    coalesce(fields.deleted, 0) as deleted,
    coalesce(fields.added, 0) as added
  from redline.revision_as_of(review_field_as_of.as_of) review
  cross join lateral unnest(
    review.field, review.field_extracted, review.field_modified, review.field_deleted,
    review.field_added
  ) as fields (field, extracted, modified, deleted, added)
  where review.is_reviewed and review.revision = 1;
end;

-- One row a correction, with the context that reports group by. A range of time has to be asked of
-- both workflow_started_at and review_started_at: only then are both sides kept to the weeks of it.
create function redline.review_correction_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, revision smallint,
    ordinal integer, document_type text, extraction_method text, model text, template text,
    format text, reviewed_at timestamptz, review_started_at timestamptz, field text,
    change_type text, pattern text, original_length integer, modified_length integer,
    edit_distance integer
  )
  language sql stable parallel safe
begin atomic
  select
    correction.owner,
    correction.workflow_started_at,
    correction.workflow_id,
    correction.revision,
    correction.ordinal,
    review.document_type,
    review.extraction_method,
    review.model,
    review.template,
    review.format,
    review.reviewed_at,
    review.workflow_started_at as review_started_at,
    correction.field,
    correction.change_type,
    correction.pattern,
    correction.original_length,
    correction.modified_length,
    correction.edit_distance
  from redline.correction
  join redline.revision_as_of(review_correction_as_of.as_of) review
    on review.owner = correction.owner
    and review.workflow_started_at = correction.workflow_started_at
    and review.workflow_id = correction.workflow_id
    and review.revision = correction.revision
  -- Corrections come from modifications: a review without any at that time has none.
  where review.is_reviewed and review.has_modifications;
end;

-- One row a workflow: how far it had come.
create function redline.workflow_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, document_id text,
    document_type text, extraction_method text, model text, template text, format text,
    revision smallint, reviewed_at timestamptz, completed_at timestamptz
  )
  language sql stable parallel safe
begin atomic
  select
    owner,
    workflow_started_at,
    workflow_id,
    max(document_id) filter (where stage = 1) as document_id,
    max(document_type) filter (where stage = 1) as document_type,
    max(extraction_method) filter (where stage = 1) as extraction_method,
    max(model) filter (where stage = 1 and revision = 1) as model,
    max(template) as template,
    coalesce(max(format), max(file_format)) as format,
    max(revision) as revision,
    min(occurred_at) filter (where stage in (2, 3)) as reviewed_at,
    min(occurred_at) filter (where stage = 3) as completed_at
  from redline.export_stage
  where kept_from > (select redline.kept_since('export'))
    and (workflow_as_of.as_of is null or recorded_at <= workflow_as_of.as_of)
  group by owner, workflow_started_at, workflow_id;
end;

create function redline.interaction_as_of(as_of timestamptz)
  returns table (
    owner text, occurred_at timestamptz, interaction_id text, recorded_at timestamptz,
    thread_id text, model text, source text, assistant_id text, tokens_used bigint,
    latency_ms double precision, call_count integer, failed_call_count integer,
    repeats_previous boolean
  )
  language sql stable parallel safe
begin atomic
  select
    owner, occurred_at, interaction_id, recorded_at, thread_id, model, source, assistant_id,
    tokens_used, latency_ms, call_count, failed_call_count, repeats_previous
  from redline.kept_interaction
  where interaction_as_of.as_of is null or recorded_at <= interaction_as_of.as_of;
end;

-- As before, and with the time of recording.
create or replace view redline.kept_tool_call with (security_barrier = true) as
select owner, occurred_at, interaction_id, ordinal, tool, status, failed,
  case
    when signature is null or (select pg_has_role(current_user, 'redline_content', 'usage'))
      then signature
    else '***'
  end as signature,
  duration_ms, model, recorded_at
from redline.tool_call
where recorded_at > (select redline.kept_since('interaction'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

create function redline.tool_call_as_of(as_of timestamptz)
  returns table (
    owner text, occurred_at timestamptz, interaction_id text, ordinal integer, tool text,
    status text, failed boolean, signature text, duration_ms double precision, model text,
    recorded_at timestamptz
  )
  language sql stable parallel safe
begin atomic
  select
    owner, occurred_at, interaction_id, ordinal, tool, status, failed, signature, duration_ms,
    model, recorded_at
  from redline.kept_tool_call
  where tool_call_as_of.as_of is null or recorded_at <= tool_call_as_of.as_of;
end;

-- The time that a report's parameter as_of names; an empty text is none.
create function redline.time_of(text) returns timestamptz
  language sql stable
  return nullif($1, '')::timestamptz;
