-- The translation edit rate and the survival of summaries whose first version came after the final one.
with measured as (
  update redline.export_stage stage
  set ter_edits = late.ter_edits, ter_reference_words = late.ter_reference_words,
    summary_words = late.summary_words, kept_words = late.kept_words
  from unnest(
    :'owner'::text[], :'workflow_started_at'::timestamptz[], :'workflow_id'::uuid[],
    :'revision'::smallint[], :'ter_edits'::integer[], :'ter_reference_words'::integer[],
    :'summary_words'::integer[], :'kept_words'::integer[]
  ) as late (
    owner, workflow_started_at, workflow_id, revision, ter_edits, ter_reference_words, summary_words,
    kept_words
  )
  where stage.owner = late.owner
    and stage.workflow_started_at = late.workflow_started_at
    and stage.workflow_id = late.workflow_id
    and stage.revision = late.revision
    and stage.stage = 3
  returning stage.owner, stage.workflow_id
)
insert into redline.rollup_pending (kind, owner, workflow_id)
select 'workflow', array_agg(owner), array_agg(workflow_id) from measured having count(*) > 0
