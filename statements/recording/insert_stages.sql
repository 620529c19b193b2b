-- Stages of document exports, a batch in one statement. The names, counts and lists of fields come
-- as array literals, because unnest cannot take arrays of arrays of different lengths.
with queued as (
  insert into redline.rollup_pending (kind, owner, workflow_id)
  values ('workflow', :'owner'::text[], :'workflow_id'::uuid[])
)
insert into redline.export_stage (
  owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
  digest, record,
  document_id, document_type, extraction_method, extraction_confidence,
  model, confidence, processing_ms, tokens_used,
  template, format, editing_seconds, reported_fields_edited, reported_edits_per_minute,
  extracted, modified, deleted, added, char_edits, char_length,
  field, field_extracted, field_modified, field_deleted, field_added, leaf_key,
  filename, file_format, mime_type, file_bytes, content_hash, total_seconds,
  reported_accuracy, reported_quality, ter_edits, ter_reference_words, summary_words, kept_words,
  satisfaction,
  scored_path, scored_field, scored_confidence
)
select
  owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
  digest, record,
  document_id, document_type, extraction_method, extraction_confidence,
  model, confidence, processing_ms, tokens_used,
  template, format, editing_seconds, reported_fields_edited, reported_edits_per_minute,
  extracted, modified, deleted, added, char_edits, char_length,
  field::text[], field_extracted::integer[], field_modified::integer[], field_deleted::integer[],
  field_added::integer[], leaf_key::bigint[],
  filename, file_format, mime_type, file_bytes, content_hash, total_seconds,
  reported_accuracy, reported_quality, ter_edits, ter_reference_words, summary_words, kept_words,
  satisfaction,
  scored_path::text[], scored_field::text[], scored_confidence::float8[]
from unnest(
  :'owner'::text[], :'workflow_started_at'::timestamptz[], :'workflow_id'::uuid[],
  :'revision'::smallint[], :'stage'::smallint[], :'occurred_at'::timestamptz[],
  :'recorded_at'::timestamptz[], :'kept_from'::timestamptz[], :'digest'::bytea[],
  :'record'::json[],
  :'document_id'::text[], :'document_type'::text[], :'extraction_method'::text[],
  :'extraction_confidence'::float8[],
  :'model'::text[], :'confidence'::float8[], :'processing_ms'::float8[], :'tokens_used'::bigint[],
  :'template'::text[], :'format'::text[], :'editing_seconds'::float8[],
  :'reported_fields_edited'::bigint[], :'reported_edits_per_minute'::float8[],
  :'extracted'::integer[], :'modified'::integer[], :'deleted'::integer[], :'added'::integer[],
  :'char_edits'::bigint[], :'char_length'::bigint[],
  :'field'::text[], :'field_extracted'::text[], :'field_modified'::text[],
  :'field_deleted'::text[], :'field_added'::text[], :'leaf_key'::text[],
  :'filename'::text[], :'file_format'::text[], :'mime_type'::text[], :'file_bytes'::bigint[],
  :'content_hash'::text[], :'total_seconds'::float8[],
  :'reported_accuracy'::float8[], :'reported_quality'::float8[], :'ter_edits'::integer[],
  :'ter_reference_words'::integer[], :'summary_words'::integer[], :'kept_words'::integer[],
  :'satisfaction'::smallint[],
  :'scored_path'::text[], :'scored_field'::text[], :'scored_confidence'::text[]
) as sent (
  owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
  digest, record,
  document_id, document_type, extraction_method, extraction_confidence,
  model, confidence, processing_ms, tokens_used,
  template, format, editing_seconds, reported_fields_edited, reported_edits_per_minute,
  extracted, modified, deleted, added, char_edits, char_length,
  field, field_extracted, field_modified, field_deleted, field_added, leaf_key,
  filename, file_format, mime_type, file_bytes, content_hash, total_seconds,
  reported_accuracy, reported_quality, ter_edits, ter_reference_words, summary_words, kept_words,
  satisfaction,
  scored_path, scored_field, scored_confidence
)
