-- The stages of the next workflows, in the order of their key: by owner, then from the oldest on.
-- Empty parameters are none; what was recorded after recorded_by does not count.
with workflow as materialized (
  select distinct owner, workflow_started_at, workflow_id
  from redline.export_stage
  where redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    and stage in (1, 2, 3)
    and recorded_at <= :'recorded_by'::timestamptz
    and (:'owner'::text = '' or owner = :'owner'::text)
    and (:'from'::text = '' or workflow_started_at >= nullif(:'from'::text, '')::timestamptz)
    and (:'to'::text = '' or workflow_started_at < nullif(:'to'::text, '')::timestamptz)
    and (
      :'last_owner'::text = ''
      or (owner, workflow_started_at, workflow_id) > (
        :'last_owner'::text, nullif(:'last_started'::text, '')::timestamptz,
        nullif(:'last_workflow'::text, '')::uuid
      )
    )
  order by owner, workflow_started_at, workflow_id
  limit :'limit'::bigint
)
select
  stage.owner, stage.workflow_started_at, stage.workflow_id, stage.revision, stage.stage,
  stage.extracted is not null as is_measured, stage.document_id, stage.document_type,
  stage.extraction_method, stage.model, stage.template, stage.record, stage.corrections
from workflow
cross join lateral (
  select
    inner_stage.*,
    case when inner_stage.stage = 2 then (
      select json_agg(
        json_build_array(
          field, original_path, modified_path, change_type, pattern, original, modified
        ) order by ordinal
      )
      from redline.correction
      where correction.owner = inner_stage.owner
        and correction.workflow_started_at = inner_stage.workflow_started_at
        and correction.workflow_id = inner_stage.workflow_id
        and correction.revision = inner_stage.revision
        and redline.is_kept(
            correction.owner, correction.kept_from, (select redline.kept_since('export')),
            (select redline.agreed_since('export'))
          )
    ) end as corrections
  from redline.export_stage inner_stage
  where inner_stage.owner = workflow.owner
    and inner_stage.workflow_started_at = workflow.workflow_started_at
    and inner_stage.workflow_id = workflow.workflow_id
    and inner_stage.stage in (1, 2, 3)
    and inner_stage.recorded_at <= :'recorded_by'::timestamptz
    and redline.is_kept(
        inner_stage.owner, inner_stage.kept_from, (select redline.kept_since('export')),
        (select redline.agreed_since('export'))
      )
  offset 0
) stage
order by
  stage.owner, stage.workflow_started_at, stage.workflow_id, stage.revision, stage.stage
