-- The stages of one workflow, as sent and as measured.
select
  revision, stage, occurred_at, recorded_at, kept_from, record, document_id, model, mime_type,
  extracted, modified, deleted, added, editing_seconds, char_edits, char_length,
  ter_edits, ter_reference_words
from redline.export_stage
where owner = :'owner'::text
  and workflow_started_at = :'started_at'::timestamptz
  and workflow_id = :'workflow_id'::uuid
  and (redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    or owner = any ((select redline.held_owners())::text[]))
order by revision, stage
