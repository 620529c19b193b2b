-- Workflows with four corrections each, for scripts/bench-corrections.sh.
--
-- psql -v corrections=1000000 -f bench/corrections_records.sql, on a database of redline's. Documents
-- have ten fields, so that an export has something to read; no two corrections say the same. The
-- records are made to be read and not rolled up.
\set ON_ERROR_STOP on
begin;
set local synchronous_commit = off;
select redline.ensure_partitions('export', now() - make_interval(days => d))
from generate_series(0, 21, 7) d;

create temporary table bench_workflow as
select
  n,
  'owner' || n % 1000 || '@example.com' as owner,
  date_trunc('second', now()) - interval '20 days' + make_interval(secs => n * 4) as started,
  ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
from generate_series(1, :corrections / 4) n;

insert into redline.export_stage (
  owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
  digest, record, document_id, document_type, extraction_method, model, confidence, template,
  extracted, modified, deleted, added, editing_seconds, char_edits, char_length, field,
  field_extracted, field_modified, field_deleted, field_added
)
select
  owner, started, id, 1, stage, started, now(), now(),
  decode(md5(n::text || stage), 'hex'),
  case stage
    when 1 then json_build_object(
      'ai_initial_summary', 'Invoice ' || md5(n::text) || ' of ' || md5('v' || n) || '.',
      'initial_extracted_data', fields.given
    )
    else json_build_object('original_data', fields.given, 'modified_data', fields.approved)
  end,
  'doc-' || n, 'invoice', 'ocr', 'model-' || n % 5, 0.9,
  case stage when 2 then 'standard' end, 10, 4, 0, 0, 30, 0, 0, '{}', '{}', '{}', '{}', '{}'
from bench_workflow
cross join generate_series(1, 2) stage
cross join lateral (
  select
    json_object_agg('field' || f, md5(n || 'given' || f)) as given,
    json_object_agg('field' || f, md5(n || case when f < 5 then 'right' else 'given' end || f))
      as approved
  from generate_series(1, 10) f
) fields;

insert into redline.correction (
  owner, workflow_started_at, workflow_id, revision, ordinal, kept_from, field, original_path,
  modified_path, change_type, pattern, original, modified, original_length, modified_length,
  edit_distance
)
select
  owner, started, id, 1, f - 1, now(), '/field' || f, '/field' || f, '/field' || f,
  'modification', 'rewrite', to_json(md5(n || 'given' || f)), to_json(md5(n || 'right' || f)),
  32, 32, 30
from bench_workflow cross join generate_series(1, 4) f;
commit;
analyze redline.export_stage;
analyze redline.correction;
