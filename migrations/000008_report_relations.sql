-- What reports read. The tables behind these views may change; the views stay.
--
-- They obey the row-level security of whoever asks (security_invoker), and leave out what is past
-- its time for everybody.

-- One row a workflow revision, reviewed or not. One pass over the stages, without a join: a time
-- range that is asked of a row holds for everything it was made of, so that the weeks outside it
-- are never read.
create view redline.revision with (security_invoker = true) as
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
  has_modifications,
  has_deliverable,
  has_modifications or has_deliverable as is_reviewed,
  coalesce(modified_at, delivered_at) as reviewed_at,
  editing_seconds,
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
  group by owner, workflow_started_at, workflow_id, revision
) stages
window earlier as (partition by owner, workflow_started_at, workflow_id order by revision);

-- One row a reviewed revision: a person had the AI's output before them and decided. Reviewed is
-- what has modifications, or a deliverable without any (shipped as it came).
create view redline.review with (security_invoker = true) as
select
  owner, workflow_started_at, workflow_id, revision, kept_from, document_id, document_type,
  extraction_method, model, template, format, has_modifications, has_deliverable, reviewed_at,
  editing_seconds, extracted, modified, deleted, added, char_edits, char_length, ter_edits,
  ter_reference_words, reported_accuracy, reported_quality, initial_confidence, final_confidence
from redline.revision
where is_reviewed;

-- One row a field name of a reviewed first revision: later ones start from data that a person has
-- corrected already, and do not tell of the AI.
create view redline.review_field with (security_invoker = true) as
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
from redline.revision review
cross join lateral unnest(
  review.field, review.field_extracted, review.field_modified, review.field_deleted,
  review.field_added
) as fields (field, extracted, modified, deleted, added)
where review.is_reviewed and review.revision = 1;

-- One row a correction, with the context that reports group by. review_started_at is the workflow's
-- start once more, as the review has it: a range that is asked of both sides of the join, and only
-- then, keeps both to the weeks it needs.
create view redline.review_correction with (security_invoker = true) as
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
join redline.review
  on review.owner = correction.owner
  and review.workflow_started_at = correction.workflow_started_at
  and review.workflow_id = correction.workflow_id
  and review.revision = correction.revision;

-- The values of a correction, for whoever may read content; null for the others. It reads with the
-- rights of its owner, so it says itself which rows the reader may see.
create view redline.correction_value with (security_barrier = true) as
select
  owner, workflow_started_at, workflow_id, revision, ordinal,
  case when (select pg_has_role(current_user, 'redline_content', 'usage'))
    then original end as original,
  case when (select pg_has_role(current_user, 'redline_content', 'usage'))
    then modified end as modified,
  (select pg_has_role(current_user, 'redline_content', 'usage')) as is_shown
from redline.correction
where kept_from > (select redline.kept_since('export'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

-- One row a workflow: how far it has come.
create view redline.workflow_progress with (security_invoker = true) as
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
  max(revision * 10 + stage) filter (where stage < 4) as furthest,
  min(occurred_at) filter (where stage in (2, 3)) as reviewed_at,
  min(occurred_at) filter (where stage = 3) as completed_at,
  max(kept_from) as kept_from
from redline.export_stage
where kept_from > (select redline.kept_since('export'))
group by owner, workflow_started_at, workflow_id;

create view redline.kept_interaction with (security_invoker = true) as
select
  owner, occurred_at, interaction_id, recorded_at, thread_id, model, source, assistant_id,
  tokens_used, latency_ms, call_count, failed_call_count, repeats_previous
from redline.interaction
where recorded_at > (select redline.kept_since('interaction'));

-- A signature is the program's own wording, and may quote what a user asked for all the same: it is
-- masked for who may not read content. Like correction_value, the view says itself who sees what.
create view redline.kept_tool_call with (security_barrier = true) as
select owner, occurred_at, interaction_id, ordinal, tool, status, failed,
  case
    when signature is null or (select pg_has_role(current_user, 'redline_content', 'usage'))
      then signature
    else '***'
  end as signature,
  duration_ms, model
from redline.tool_call
where recorded_at > (select redline.kept_since('interaction'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

grant select on
  redline.revision, redline.review, redline.review_field, redline.review_correction,
  redline.correction_value, redline.workflow_progress, redline.kept_interaction,
  redline.kept_tool_call
to redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;
