-- An owner's exports, newest first: a page of them. `from`, `to` and the last place of the page
-- before are optional (empty); the last place is given twice, because a row comparison alone does
-- not tell PostgreSQL which partitions to leave out.
select
  owner, workflow_id, workflow_started_at, document_id, document_type, model, template, format,
  revision, status, kept_from
from (
  select
    owner, workflow_id, workflow_started_at, document_id, document_type, model, template, format,
    revision, kept_from,
    case coalesce(furthest, 1) % 10
      when 1 then 'awaiting_user_review'
      when 2 then 'awaiting_final_processing'
      else 'completed'
    end as status
  from redline.workflow_progress
  where (:'owner'::text = '' or owner = :'owner'::text)
    and (:'from'::text = '' or workflow_started_at >= nullif(:'from'::text, '')::timestamptz)
    and (:'to'::text = '' or workflow_started_at < nullif(:'to'::text, '')::timestamptz)
    and (:'last_at'::text = '' or workflow_started_at <= nullif(:'last_at'::text, '')::timestamptz)
    and (
      :'last_at'::text = ''
      or (workflow_started_at, workflow_id)
        < (nullif(:'last_at'::text, '')::timestamptz, nullif(:'last_id'::text, '')::uuid)
    )
) progress
where (:'document_id'::text = '' or document_id = :'document_id'::text)
  and (:'status'::text = '' or status = :'status'::text)
order by workflow_started_at desc, workflow_id desc
limit :'limit'::bigint offset :'offset'::bigint
