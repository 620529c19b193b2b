-- The stages that are recorded of workflows; with the record where its summary is needed and can
-- be read in no time: of the revisions that are named, the first summary of revision 1, and, where
-- that one is to be recorded, some final ones that it decides. What is stored in few bytes may be
-- long all the same, and what is stored in many is not even looked at.
select
  stage.owner, stage.workflow_id, stage.revision, stage.stage, stage.digest,
  stage.occurred_at,
  case
    when wanted.revisions = '{}' or stage.stage not in (1, 3) then null
    when case stage.stage
        when 1 then stage.revision = 1
        else wanted.has_first and stage.revision <= :'revision_limit'::integer
      end
      or stage.revision = any (wanted.revisions::integer[])
      then case
        when pg_column_size(stage.record) <= :'byte_limit'::integer
          then case
            when octet_length(stage.record::text) <= :'byte_limit'::integer then stage.record
          end
      end
  end as record
from unnest(
  :'owner'::text[], :'workflow_id'::uuid[], :'started_at'::timestamptz[], :'revisions'::text[],
  :'has_first'::bool[]
) as wanted (owner, workflow_id, started_at, revisions, has_first)
join redline.export_stage stage
  on stage.owner = wanted.owner
  and stage.workflow_started_at = wanted.started_at
  and stage.workflow_id = wanted.workflow_id
order by stage.owner, stage.workflow_id, stage.revision, stage.stage
