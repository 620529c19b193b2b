-- What was measured of modifications after they had been recorded.
with measured as (
  update redline.export_stage stage
  set extracted = late.extracted, modified = late.modified, deleted = late.deleted,
    added = late.added, char_edits = late.char_edits, char_length = late.char_length,
    field = late.field::text[], field_extracted = late.field_extracted::integer[],
    field_modified = late.field_modified::integer[], field_deleted = late.field_deleted::integer[],
    field_added = late.field_added::integer[], leaf_key = late.leaf_key::bigint[]
  from unnest(
    :'owner'::text[], :'workflow_started_at'::timestamptz[], :'workflow_id'::uuid[],
    :'revision'::smallint[],
    :'extracted'::integer[], :'modified'::integer[], :'deleted'::integer[], :'added'::integer[],
    :'char_edits'::bigint[], :'char_length'::bigint[],
    :'field'::text[], :'field_extracted'::text[], :'field_modified'::text[],
    :'field_deleted'::text[], :'field_added'::text[], :'leaf_key'::text[]
  ) as late (
    owner, workflow_started_at, workflow_id, revision, extracted, modified, deleted, added,
    char_edits, char_length, field, field_extracted, field_modified, field_deleted, field_added,
    leaf_key
  )
  where stage.owner = late.owner
    and stage.workflow_started_at = late.workflow_started_at
    and stage.workflow_id = late.workflow_id
    and stage.revision = late.revision
    and stage.stage = 2
  returning stage.owner, stage.workflow_id, stage.revision
), queued as (
  insert into redline.rollup_pending (kind, owner, workflow_id)
  select 'workflow', array_agg(owner), array_agg(workflow_id) from measured having count(*) > 0
)
select revision from measured
