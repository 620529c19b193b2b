-- The stages of an owner's exports.
select
  workflow_id, revision, stage, workflow_started_at, occurred_at, recorded_at, kept_from, record,
  document_id, document_type, extraction_method, extraction_confidence, model, confidence,
  processing_ms, tokens_used, template, format, editing_seconds, reported_fields_edited,
  reported_edits_per_minute, extracted, modified, deleted, added, char_edits, char_length, field,
  field_extracted, field_modified, field_deleted, field_added, filename, file_format, mime_type,
  file_bytes, content_hash, total_seconds, reported_accuracy, reported_quality, ter_edits,
  ter_reference_words, satisfaction, scored_path, scored_field, scored_confidence, summary_words,
  kept_words
from redline.export_stage
where owner = :'owner'::text
order by workflow_started_at, workflow_id, revision, stage
