-- Exports, newest first: a page of them, of one owner or of all (empty). `from`, `to` and the last
-- place of the page before are optional (empty); the last place is given twice, because a row
-- comparison alone does not tell PostgreSQL which partitions to leave out. Where it is known how far
-- back the page reaches, those are its owners and its first place.
--
-- Grouped in the order that is asked for, so that an owner's index ends it after a page. Owners are
-- selected from their array, because a plan for each of a thousand would take longer than the rest.
select
  owner, workflow_id, workflow_started_at,
  max(document_id) filter (where stage = 1) as document_id,
  max(document_type) filter (where stage = 1) as document_type,
  max(model) filter (where stage = 1 and revision = 1) as model,
  max(template) as template,
  coalesce(max(format), max(file_format)) as format,
  max(revision) as revision,
  case coalesce(max(revision * 10 + stage) filter (where stage < 4), 1) % 10
    when 1 then 'awaiting_user_review'
    when 2 then 'awaiting_final_processing'
    else 'completed'
  end as status,
  max(kept_from) as kept_from
from redline.export_stage
where redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and (:'owner'::text = '' or owner = :'owner'::text)
  and (:'owners'::text[] is null or owner = any (array(select unnest(:'owners'::text[]))))
  and (:'from'::text = '' or workflow_started_at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or workflow_started_at < nullif(:'to'::text, '')::timestamptz)
  and (:'last_at'::text = '' or workflow_started_at <= nullif(:'last_at'::text, '')::timestamptz)
  and (
    :'last_at'::text = ''
    or (workflow_started_at, workflow_id)
      < (nullif(:'last_at'::text, '')::timestamptz, nullif(:'last_id'::text, '')::uuid)
  )
  and (:'first_at'::text = '' or workflow_started_at >= nullif(:'first_at'::text, '')::timestamptz)
  and (
    :'first_at'::text = ''
    or (workflow_started_at, workflow_id)
      >= (nullif(:'first_at'::text, '')::timestamptz, nullif(:'first_id'::text, '')::uuid)
  )
group by owner, workflow_started_at, workflow_id
having (:'document_id'::text = ''
    or max(document_id) filter (where stage = 1) = :'document_id'::text)
  and (:'status'::text = ''
    or case coalesce(max(revision * 10 + stage) filter (where stage < 4), 1) % 10
      when 1 then 'awaiting_user_review'
      when 2 then 'awaiting_final_processing'
      else 'completed'
    end = :'status'::text)
order by workflow_started_at desc, workflow_id desc
limit :'limit'::bigint offset :'offset'::bigint
