-- DuckDB's own tables of the records, from the files in the folder of the variable `folder`.
create table stage as
select
  * exclude (field, field_extracted, field_modified, field_deleted, field_added, scored_path,
    scored_confidence),
  string_split(field, '|') as field,
  string_split(field_extracted, '|')::integer[] as field_extracted,
  string_split(field_modified, '|')::integer[] as field_modified,
  string_split(field_deleted, '|')::integer[] as field_deleted,
  string_split(field_added, '|')::integer[] as field_added,
  string_split(scored_path, '|') as scored_path,
  string_split(scored_confidence, '|')::double[] as scored_confidence
from read_csv(
  getvariable('folder') || '/stage.csv', header = true, delim = ',', quote = '"', escape = '"',
  columns = {
    owner: 'varchar', workflow_started_at: 'timestamp', workflow_id: 'uuid', revision: 'smallint',
    stage: 'smallint', occurred_at: 'timestamp', document_type: 'varchar',
    extraction_method: 'varchar', extraction_confidence: 'double', model: 'varchar',
    confidence: 'double', processing_ms: 'double', tokens_used: 'bigint', template: 'varchar',
    format: 'varchar', editing_seconds: 'double', reported_fields_edited: 'bigint',
    reported_edits_per_minute: 'double', extracted: 'integer', modified: 'integer',
    deleted: 'integer', added: 'integer', char_edits: 'bigint', char_length: 'bigint',
    field: 'varchar', field_extracted: 'varchar', field_modified: 'varchar',
    field_deleted: 'varchar', field_added: 'varchar', file_format: 'varchar', file_bytes: 'bigint',
    total_seconds: 'double', reported_accuracy: 'double', reported_quality: 'double',
    ter_edits: 'integer', ter_reference_words: 'integer', satisfaction: 'smallint',
    scored_path: 'varchar', scored_confidence: 'varchar', summary_words: 'integer',
    kept_words: 'integer'
  }
);

create table correction as
from read_csv(
  getvariable('folder') || '/correction.csv', header = true, delim = ',', quote = '"',
  escape = '"',
  columns = {
    owner: 'varchar', workflow_started_at: 'timestamp', workflow_id: 'uuid', revision: 'smallint',
    ordinal: 'integer', field: 'varchar', original_path: 'varchar', change_type: 'varchar',
    pattern: 'varchar', original: 'varchar', modified: 'varchar', original_length: 'integer',
    modified_length: 'integer', edit_distance: 'integer'
  }
);

create table interaction as
from read_csv(
  getvariable('folder') || '/interaction.csv', header = true, delim = ',', quote = '"',
  escape = '"',
  columns = {
    owner: 'varchar', occurred_at: 'timestamp', interaction_id: 'varchar', thread_id: 'varchar',
    model: 'varchar', source: 'varchar', tokens_used: 'bigint', latency_ms: 'double',
    call_count: 'integer', failed_call_count: 'integer', repeats_previous: 'boolean'
  }
);

create table tool_call as
from read_csv(
  getvariable('folder') || '/tool_call.csv', header = true, delim = ',', quote = '"', escape = '"',
  columns = {
    owner: 'varchar', occurred_at: 'timestamp', interaction_id: 'varchar', ordinal: 'integer',
    tool: 'varchar', failed: 'boolean', signature: 'varchar', duration_ms: 'double',
    model: 'varchar'
  }
);

-- One row a workflow revision, as redline.revision_as_of gives it. Ids of workflows are unique.
create view revision as
select
  workflow_id,
  revision,
  any_value(owner) as owner,
  any_value(workflow_started_at) as workflow_started_at,
  bool_or(stage = 2) as has_modifications,
  case when bool_or(stage = 2) then bool_or(stage = 2 and extracted is not null)
    else bool_or(stage = 3) end as is_reviewed,
  min(occurred_at) filter (where stage in (2, 3)) as reviewed_at,
  max(document_type) as document_type,
  max(editing_seconds) as editing_seconds,
  coalesce(max(extracted) filter (where stage = 2), max(extracted) filter (where stage = 1), 0)
    as extracted,
  coalesce(max(modified) filter (where stage = 2), 0) as modified,
  coalesce(max(deleted) filter (where stage = 2), 0) as deleted,
  coalesce(max(added) filter (where stage = 2), 0) as added,
  max(char_edits) as char_edits,
  max(char_length) as char_length,
  max(ter_edits) as ter_edits,
  max(ter_reference_words) as ter_reference_words,
  max(reported_accuracy) as reported_accuracy,
  max(reported_quality) as reported_quality,
  max(confidence) filter (where stage = 1) as initial_confidence,
  max(confidence) filter (where stage = 3) as final_confidence,
  max(satisfaction) as satisfaction,
  sum(tokens_used) as tokens_used,
  max(processing_ms) filter (where stage = 1) as initial_processing_ms,
  max(processing_ms) filter (where stage = 3) as final_processing_ms,
  max(total_seconds) as total_seconds,
  max(file_bytes) as file_bytes,
  max(reported_fields_edited) as reported_fields_edited,
  max(reported_edits_per_minute) as reported_edits_per_minute,
  max(summary_words) as summary_words,
  max(kept_words) as kept_words
from stage
where workflow_started_at >= getvariable('from')::date
  and workflow_started_at < getvariable('to')::date
group by workflow_id, revision;
