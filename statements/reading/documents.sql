-- Documents in their latest versions, newest first: a page of them, each with how far its newest
-- export has come. `from`, `to` and the last place of the page before are optional (empty); the last
-- place is given twice, because a row comparison alone does not tell PostgreSQL which partitions to
-- leave out.
with page as (
  select
    owner, document_id, version, created_at, kept_from, digest, document_type, extraction_method,
    extraction_confidence, extracted
  from redline.document
  where superseded_at is null
    and (:'owner'::text = '' or owner = :'owner'::text)
    and (:'from'::text = '' or created_at >= nullif(:'from'::text, '')::timestamptz)
    and (:'to'::text = '' or created_at < nullif(:'to'::text, '')::timestamptz)
    and (:'last_at'::text = '' or created_at <= nullif(:'last_at'::text, '')::timestamptz)
    and (
      :'last_at'::text = ''
      or (created_at, document_id)
        < (nullif(:'last_at'::text, '')::timestamptz, :'last_id'::text)
    )
    and (redline.is_kept(
        owner, kept_from, (select redline.kept_since('export')),
        (select redline.agreed_since('export'))
      )
      or owner = any ((select redline.held_owners())::text[]))
  order by created_at desc, document_id desc
  limit :'limit'::bigint offset :'offset'::bigint
),
newest as (
  select distinct on (page.owner, page.document_id)
    page.owner, page.document_id, stage.workflow_started_at, stage.workflow_id
  from page
  join redline.export_stage stage
    on stage.owner = page.owner and stage.document_id = page.document_id
  where stage.stage = 1
    and (:'owner'::text = '' or stage.owner = :'owner'::text)
    and (redline.is_kept(
        stage.owner, stage.kept_from, (select redline.kept_since('export')),
        (select redline.agreed_since('export'))
      )
      or stage.owner = any ((select redline.held_owners())::text[]))
  order by
    page.owner, page.document_id, stage.workflow_started_at desc, stage.workflow_id desc
),
progress as (
  select
    newest.owner, newest.document_id, newest.workflow_id,
    max(stage.revision) as revision,
    max(stage.revision * 10 + stage.stage) filter (where stage.stage < 4) % 10 as furthest,
    max(stage.occurred_at) as updated_at
  from newest
  join redline.export_stage stage
    on stage.owner = newest.owner and stage.workflow_started_at = newest.workflow_started_at
    and stage.workflow_id = newest.workflow_id
  group by newest.owner, newest.document_id, newest.workflow_id
)
select
  page.owner, page.document_id, page.version, page.created_at, page.kept_from,
  redline.document_tag(page.version, page.digest) as tag, page.document_type, page.extraction_method, page.extraction_confidence, page.extracted,
  progress.workflow_id, progress.revision, progress.furthest, progress.updated_at
from page
left join progress using (owner, document_id)
order by page.created_at desc, page.document_id desc
