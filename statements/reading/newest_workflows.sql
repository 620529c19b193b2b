-- Where everybody's newest workflows lie, the newest first: so many of a period, behind a place.
select owner, workflow_id::text as id, started_at as at
from redline.workflow
where redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and (:'from'::text = '' or started_at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or started_at < nullif(:'to'::text, '')::timestamptz)
  and (
    :'last_at'::text = ''
    or (started_at, workflow_id)
      < (nullif(:'last_at'::text, '')::timestamptz, nullif(:'last_id'::text, '')::uuid)
  )
order by started_at desc, workflow_id desc
limit :'most'::bigint
