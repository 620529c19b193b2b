-- The records' typed columns as CSV files in the folder :folder, for bench/reports_duckdb.py. Lists
-- are texts with | between; times are in UTC.
select count(*) filter (where column_name = 'scored_path') > 0 as has_scores,
  count(*) filter (where column_name = 'kept_words') > 0 as has_kept_words
from information_schema.columns
where table_schema = 'redline' and table_name = 'export_stage' \gset

\o :folder/stage.csv
copy (
  select
    owner, workflow_started_at at time zone 'UTC' as workflow_started_at, workflow_id, revision,
    stage, occurred_at at time zone 'UTC' as occurred_at, document_type, extraction_method,
    extraction_confidence, model, confidence, processing_ms, tokens_used, template, format,
    editing_seconds, reported_fields_edited, reported_edits_per_minute, extracted, modified,
    deleted, added, char_edits, char_length,
    array_to_string(field, '|') as field,
    array_to_string(field_extracted, '|') as field_extracted,
    array_to_string(field_modified, '|') as field_modified,
    array_to_string(field_deleted, '|') as field_deleted,
    array_to_string(field_added, '|') as field_added,
    file_format, file_bytes, total_seconds, reported_accuracy, reported_quality, ter_edits,
    ter_reference_words, satisfaction,
\if :has_scores
    array_to_string(scored_path, '|') as scored_path,
    array_to_string(scored_confidence, '|') as scored_confidence,
\else
    null::text as scored_path, null::text as scored_confidence,
\endif
\if :has_kept_words
    summary_words, kept_words
\else
    null::integer as summary_words, null::integer as kept_words
\endif
  from redline.export_stage
) to stdout (format csv, header);

\o :folder/correction.csv
copy (
  select
    owner, workflow_started_at at time zone 'UTC' as workflow_started_at, workflow_id, revision,
    ordinal, field, original_path, change_type, pattern, original, modified, original_length,
    modified_length, edit_distance
  from redline.correction
) to stdout (format csv, header);

\o :folder/interaction.csv
copy (
  select
    owner, occurred_at at time zone 'UTC' as occurred_at, interaction_id, thread_id, model, source,
    tokens_used, latency_ms, call_count, failed_call_count, repeats_previous
  from redline.interaction
) to stdout (format csv, header);

\o :folder/tool_call.csv
copy (
  select
    owner, occurred_at at time zone 'UTC' as occurred_at, interaction_id, ordinal, tool, failed,
    signature, duration_ms, model
  from redline.tool_call
) to stdout (format csv, header);
