-- What became of the AI's words, and what the reports on quality, preferences and editors read.

-- Measured where the translation edit rate is: when both summaries of a revision are known. Of what
-- was recorded before, both stay null: the reports leave it out.
alter table redline.export_stage
  add column summary_words integer,
  add column kept_words integer;

comment on column redline.export_stage.summary_words is
  'Words of the AI''s first summary, on stage 3 beside the edit rate.';
comment on column redline.export_stage.kept_words is
  'Those of them that are in the summary that shipped, in their order.';

-- Not valid: the rows that are there have null in both, and need no look.
alter table redline.export_stage add constraint kept_words_were_there
  check (kept_words between 0 and summary_words) not valid;

grant select (summary_words, kept_words) on redline.export_stage to redline_analyst;

-- Whether figures that a client reported of a revision cannot be true. What is not known is null.
create function redline.is_contradiction(
  editing_seconds double precision, modified integer, deleted integer, added integer,
  fields_edited bigint, edits_per_minute double precision, accuracy double precision,
  total_seconds double precision, file_bytes bigint
) returns boolean
  language sql immutable parallel safe
  return
    -- It took longer in part than as a whole.
    coalesce(total_seconds < editing_seconds, false)
    -- All of what the AI gave was right, and some of it was changed.
    or coalesce(accuracy >= 1 and modified + deleted > 0, false)
    or coalesce(fields_edited = 0 and modified + deleted + added > 0, false)
    -- A rate that does not just round to 0.
    or coalesce(
      edits_per_minute = 0 and editing_seconds > 0
        and (modified + deleted + added) * 60 >= editing_seconds * 0.01,
      false
    )
    -- A file without a byte is none.
    or coalesce(file_bytes = 0, false);

-- One row a workflow revision with what came of it, feedback included. As in revision_as_of, null
-- is now, and one pass over the stages without a join keeps what is asked of a row to its weeks.
create function redline.outcome_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, revision smallint,
    document_type text, extraction_method text, model text, template text, format text,
    is_first_known boolean, is_regenerated boolean, is_reviewed boolean,
    editing_seconds double precision, modified integer, deleted integer, added integer,
    reported_fields_edited bigint, reported_edits_per_minute double precision,
    reported_accuracy double precision, reported_quality double precision,
    initial_processing_ms double precision, final_processing_ms double precision,
    tokens_used bigint, total_seconds double precision, file_bytes bigint,
    summary_words integer, kept_words integer, satisfaction smallint, has_contradiction boolean
  )
  language sql stable parallel safe
begin atomic
  select
    owner,
    workflow_started_at,
    workflow_id,
    revision,
    first_value(document_type) over earlier as document_type,
    first_value(extraction_method) over earlier as extraction_method,
    coalesce(model, first_value(model) over earlier) as model,
    template,
    coalesce(format, file_format) as format,
    -- Feedback alone makes no revision. A workflow is counted once, where its first revision is.
    is_work and revision = min(revision) filter (where is_work) over workflow as is_first_known,
    coalesce(max(revision) filter (where is_work) over workflow > 1, false) as is_regenerated,
    is_reviewed,
    editing_seconds,
    modified,
    deleted,
    added,
    reported_fields_edited,
    reported_edits_per_minute,
    reported_accuracy,
    reported_quality,
    initial_processing_ms,
    final_processing_ms,
    tokens_used,
    total_seconds,
    file_bytes,
    summary_words,
    kept_words,
    satisfaction,
    bool_or(redline.is_contradiction(
      editing_seconds, modified, deleted, added, reported_fields_edited, reported_edits_per_minute,
      reported_accuracy, total_seconds, file_bytes
    )) over workflow as has_contradiction
  from (
    select
      owner, workflow_started_at, workflow_id, revision,
      bool_or(stage < 4) as is_work,
      -- Modifications that are not measured yet are no review yet.
      case when bool_or(stage = 2) then bool_or(stage = 2 and extracted is not null)
        else bool_or(stage = 3)
      end as is_reviewed,
      max(document_type) filter (where stage = 1) as document_type,
      max(extraction_method) filter (where stage = 1) as extraction_method,
      max(model) filter (where stage = 1) as model,
      max(template) filter (where stage = 2) as template,
      max(format) filter (where stage = 2) as format,
      max(file_format) filter (where stage = 3) as file_format,
      max(editing_seconds) filter (where stage = 2 and extracted is not null) as editing_seconds,
      max(modified) filter (where stage = 2) as modified,
      max(deleted) filter (where stage = 2) as deleted,
      max(added) filter (where stage = 2) as added,
      max(reported_fields_edited) filter (where stage = 2) as reported_fields_edited,
      max(reported_edits_per_minute) filter (where stage = 2) as reported_edits_per_minute,
      max(reported_accuracy) filter (where stage = 3) as reported_accuracy,
      max(reported_quality) filter (where stage = 3) as reported_quality,
      max(processing_ms) filter (where stage = 1) as initial_processing_ms,
      max(processing_ms) filter (where stage = 3) as final_processing_ms,
      sum(tokens_used)::bigint as tokens_used,
      max(total_seconds) filter (where stage = 3) as total_seconds,
      max(file_bytes) filter (where stage = 3) as file_bytes,
      max(summary_words) filter (where stage = 3) as summary_words,
      max(kept_words) filter (where stage = 3) as kept_words,
      max(satisfaction) filter (where stage = 4) as satisfaction
    from redline.export_stage
    where kept_from > (select redline.kept_since('export'))
      and (outcome_as_of.as_of is null or recorded_at <= outcome_as_of.as_of)
    group by owner, workflow_started_at, workflow_id, revision
  ) stages
  window
    workflow as (partition by owner, workflow_started_at, workflow_id),
    earlier as (partition by owner, workflow_started_at, workflow_id order by revision);
end;
