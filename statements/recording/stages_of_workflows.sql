-- The stages that are recorded of workflows; with the record where its summary is needed.
select
  stage.owner, stage.workflow_id, stage.revision, stage.stage, stage.digest,
  stage.occurred_at,
  case when wanted.with_summaries and stage.stage in (1, 3) then stage.record end as record
from unnest(
  :'owner'::text[], :'workflow_id'::uuid[], :'started_at'::timestamptz[], :'with_summaries'::bool[]
) as wanted (owner, workflow_id, started_at, with_summaries)
join redline.export_stage stage
  on stage.owner = wanted.owner
  and stage.workflow_started_at = wanted.started_at
  and stage.workflow_id = wanted.workflow_id
order by stage.owner, stage.workflow_id, stage.revision, stage.stage
